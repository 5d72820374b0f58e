// SPDX-License-Identifier: Apache-2.0
#include "support/test_database.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/free_with.hpp"
#include "yinxin/base/ids.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <libpq-fe.h>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>

namespace yinxin::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* note = "database-name";

std::string server() {
    const char* url = std::getenv("YX_TEST_DATABASE");
    return url == nullptr ? std::string() : url;
}

/// The server's address with another database in it.
std::string address_of(const std::string& name) {
    std::string url = server();
    const std::size_t slash = url.find('/', std::string_view("postgresql://").size());
    const std::size_t question = std::min(url.find('?', slash), url.size());
    return url.replace(slash + 1, question - slash - 1, name);
}

/// The databases this process made; dropped when it ends.
class Databases {
  public:
    ~Databases() {
        for (const std::string& name : std::set<std::string>(names_))
            drop(name);
    }

    void make(const std::string& name, const std::string& pattern) {
        run("CREATE DATABASE " + name + " TEMPLATE " + pattern + " STRATEGY file_copy");
        const std::lock_guard lock(mutex_);
        names_.insert(name);
    }

    void drop(const std::string& name) {
        run("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        const std::lock_guard lock(mutex_);
        names_.erase(name);
    }

  private:
    static void run(const std::string& command) {
        const std::unique_ptr<PGconn, FreeWith<PQfinish>> connection(PQconnectdb(server().c_str()));
        const std::unique_ptr<PGresult, FreeWith<PQclear>> done(
            PQexec(connection.get(), command.c_str()));
        if (PQresultStatus(done.get()) != PGRES_COMMAND_OK) {
            throw std::runtime_error("test database: " +
                                     std::string(PQerrorMessage(connection.get())));
        }
    }

    std::mutex mutex_;
    std::set<std::string> names_;
};

Databases& databases() {
    static Databases made;
    return made;
}

std::string fresh_name() {
    return "yx_test_" + std::to_string(new_id());
}

std::string noted_name(const fs::path& directory) {
    const auto name = read_text_file(directory / note);
    return name ? *name : std::string();
}

storage::Location location_of(const std::string& name) {
    storage::PostgresAddress address;
    address.url = address_of(name);
    address.writers = 3;
    address.readers = 2;
    address.rehearses = std::getenv("YX_TEST_REHEARSE") != nullptr;
    return {{}, address};
}

void give(const fs::path& directory, const std::string& pattern) {
    const std::string name = fresh_name();
    databases().make(name, pattern);
    fs::remove(directory / note);
    if (!write_file_durably(directory / note, as_bytes(name))) throw std::runtime_error("note");
}

}  // namespace

bool is_on_postgres() {
    return !server().empty();
}

storage::Location database_of(const fs::path& directory) {
    if (!is_on_postgres()) return {directory / "yinxin.sqlite", std::nullopt};
    if (noted_name(directory).empty()) give(directory, "template0");
    return location_of(noted_name(directory));
}

std::unique_ptr<storage::Store> new_store(const fs::path& directory, Instant now) {
    const auto made = [](const fs::path& place, Instant at) {
        const auto steps = storage::migrate(database_of(place), storage::Create::yes, at);
        if (!steps) throw std::runtime_error(steps.error().describe());
    };
    if (is_on_postgres()) {
        // Migrated once per process and copied.
        static const std::string pattern = [&] {
            const fs::path place = directory / "pattern";
            fs::create_directories(place);
            made(place, now);
            return noted_name(place);
        }();
        give(directory, pattern);
    } else {
        made(directory, now);
    }
    auto store = storage::open_store(database_of(directory));
    if (!store) throw std::runtime_error(store.error().describe());
    return *std::move(store);
}

void copy_database(const fs::path& pattern, const fs::path& directory) {
    if (is_on_postgres()) give(directory, noted_name(pattern));
}

void drop_database(const fs::path& directory) {
    if (is_on_postgres() && !noted_name(directory).empty()) databases().drop(noted_name(directory));
}

std::string stored_bytes(const fs::path& directory) {
    std::string all;
    if (is_on_postgres()) {
        const std::string command = "pg_dump --dbname='" + address_of(noted_name(directory)) + "'";
        FILE* dump = ::popen(command.c_str(), "r");
        std::array<char, 65536> piece{};
        while (const std::size_t count = std::fread(piece.data(), 1, piece.size(), dump)) {
            all.append(piece.data(), count);
        }
        if (::pclose(dump) != 0) throw std::runtime_error("pg_dump");
        return all;
    }
    for (const char* file : {"yinxin.sqlite", "yinxin.sqlite-wal", "yinxin.sqlite-shm"}) {
        if (const auto bytes = read_text_file(directory / file)) all += *bytes;
    }
    if (all.empty()) throw std::runtime_error("no database in " + directory.string());
    return all;
}

}  // namespace yinxin::test
