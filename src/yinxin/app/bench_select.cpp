// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_select.hpp"

#include "yinxin/app/bench_house.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/storage/postgres_connection.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/sqlite_connection.hpp"

#include <atomic>
#include <chrono>
#include <thread>

namespace yinxin::app {
namespace {

namespace sql = storage::sql;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds measured{3};
constexpr std::int64_t tokens_read = 1000;
constexpr double select_budget = 0.5;
constexpr storage::Statement list_tokens{"bench.list_tokens",
                                         "SELECT token FROM lookup_copy_token LIMIT $1"};
struct Place {
    HolderId holder;
    CopyId copy;
};

using Tokens = std::vector<std::string>;

/// How often in a second `ask` can be called by so many threads; it takes the thread and a token.
template <class Ask>
Result<double> per_second(const Tokens& tokens, int threads, const Ask& ask) {
    std::atomic<std::int64_t> done{0};
    std::atomic<bool> has_failed{false};
    const auto started = Clock::now();
    std::vector<std::jthread> running;
    for (int thread = 0; thread < threads; ++thread) {
        running.emplace_back([&, thread] {
            std::int64_t own = 0;
            for (std::size_t at = 0; Clock::now() < started + measured; ++at, ++own) {
                if (!ask(thread, tokens[at % tokens.size()])) has_failed = true;
            }
            done += own;
        });
    }
    running.clear();
    const std::chrono::duration<double> took = Clock::now() - started;
    if (has_failed) return Error(ErrorCode::internal, "a copy is not found by its token");
    return static_cast<double>(done.load()) / took.count();
}

/// The same statement without store, threads and snapshots of the program.
Result<double> bare_sqlite(const std::string& path, const Tokens& tokens, int threads) {
    std::vector<std::unique_ptr<storage::SqliteConnection>> connections;
    for (int i = 0; i < threads; ++i) {
        YX_TRY(auto one, storage::SqliteConnection::open(path, storage::Access::read_only));
        connections.push_back(std::move(one));
    }
    return per_second(tokens, threads, [&](int thread, const std::string& token) {
        const auto row = connections[static_cast<std::size_t>(thread)]->maybe<Place>(
            sql::lookup::find_copy_token, token);
        return row && row->has_value();
    });
}

Result<double> bare_postgres(const storage::PostgresAddress& address,
                             const Tokens& tokens,
                             int threads) {
    using storage::PostgresConnection;
    std::vector<std::unique_ptr<PostgresConnection>> connections;
    for (int i = 0; i < threads; ++i) {
        YX_TRY(auto one, PostgresConnection::open(address, PostgresConnection::Role::reads));
        connections.push_back(std::move(one));
    }
    return per_second(tokens, threads, [&](int thread, const std::string& token) {
        PostgresConnection& connection = *connections[static_cast<std::size_t>(thread)];
        const auto row = connection.maybe<Place>(sql::lookup::find_copy_token, token);
        return row && row->has_value() && connection.commit() == PostgresConnection::End::committed;
    });
}

}  // namespace

Result<void> bench_select(BenchFormat format) {
    const Scratch scratch;
    const std::filesystem::path data = scratch.path() / "demo";
    const config::Database database = bench_database();
    YX_TRY(std::unique_ptr<House> house,
           open_bench_house(data, crypto::KeyKind::p256, {.database = database}));
    service::Services& services = house->services();
    YX_CHECK(wait_until_pressed(services));
    YX_TRY(const Tokens tokens, services.store.read_now([](storage::Reader& reader) {
        return reader.all<std::string>(list_tokens, tokens_read);
    }));
    config::Settings settings;
    settings.database = database;
    const auto location = cli::database_location(data, settings);
    for (const int threads : {1, 2}) {
        YX_TRY(const double through_store,
               per_second(tokens, threads, [&services](int, const std::string& token) {
                   const auto row = services.store.read_now([&token](storage::Reader& reader) {
                       return reader.maybe<Place>(sql::lookup::find_copy_token, token);
                   });
                   return row && row->has_value();
               }));
        YX_TRY(const double bare,
               location.postgres ? bare_postgres(*location.postgres, tokens, threads)
                                 : bare_sqlite(location.file.string(), tokens, threads));
        const std::string engine = location.postgres ? "PostgreSQL" : "SQLite";
        print_figure({"rows by key through the store, beside a bare connection, " + engine + ", " +
                          std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
                      through_store,
                      bare,
                      "1/s",
                      select_budget,
                      Better::higher_ratio},
                     format);
    }
    house.reset();
    return empty_database(data, database);
}

}  // namespace yinxin::app
