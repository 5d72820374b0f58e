// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_house.hpp"

#include "yinxin/app/bench_accounts.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/jobs.hpp"
#include "yinxin/storage/postgres_connection.hpp"
#include "yinxin/storage/sql.hpp"
#include "yinxin/storage/sqlite_connection.hpp"

#include <cstdlib>
#include <deque>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>

namespace yinxin::app {
namespace {

// The one look across holders that a benchmark needs to find its subjects.
constexpr storage::Statement list_subjects{
    "bench.list_subjects",
    "SELECT c.holder_id, c.line_id, c.version, c.policy_id FROM certificate c "
    "JOIN certificate_line l ON l.holder_id = c.holder_id AND l.line_id = c.line_id "
    "AND l.current_version = c.version JOIN batch b ON b.batch_id = c.batch_id "
    "WHERE c.status = 'valid' AND b.state = 'released' AND c.issued_on >= '2021-12-17' "
    "AND NOT EXISTS (SELECT 1 FROM endorsement e WHERE e.holder_id = c.holder_id "
    "AND e.line_id = c.line_id) ORDER BY c.line_id"};
constexpr storage::Statement agree{
    "bench.agree",
    "INSERT INTO consent (account_id, notice_id, version, accepted_at, address) "
    "SELECT $1, notice_id, version, $2, '127.0.0.1' FROM notice"};
struct SubjectRow {
    HolderId holder;
    LineId line;
    int version;
    std::string policy;
};

Result<Subject> open_subject(storage::Transaction& transaction,
                             const storage::DataKeys& keys,
                             const SubjectRow& row,
                             int i,
                             Instant now) {
    YX_TRY(const AccountId account, make_bench_account(transaction, keys, row.holder, i, "-", now));
    YX_CHECK(transaction.execute(agree, account, now));
    YX_CHECK(transaction.execute(
        storage::sql::data_check::insert, row.holder, row.line, row.version, account, now));
    YX_TRY(const service::LoggedIn login,
           service::start_session(
               transaction, account, service::LoginProof::password, {"127.0.0.1", "bench"}, now));
    Subject subject;
    subject.line = row.line;
    subject.cookie = "session=" + login.token.expose();
    subject.form = "csrf=" + http::session_csrf(keys, login.token.expose()) +
                   "&step=submit&scenario=own_use&days=90&recipient=";
    return subject;
}

}  // namespace

void raise_file_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = limit.rlim_max;
    (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

Result<std::vector<Subject>> open_subjects(House& house) {
    service::Services& services = house.services();
    const Instant now = services.clock.now();
    return services.store.write_now(
        [&](storage::Transaction& transaction) -> Result<std::vector<Subject>> {
            YX_TRY(const auto rows, transaction.all<SubjectRow>(list_subjects));
            std::vector<Subject> subjects;
            for (const SubjectRow& row : rows) {
                YX_TRY(
                    Subject subject,
                    open_subject(
                        transaction, services.keys, row, static_cast<int>(subjects.size()), now));
                subjects.push_back(std::move(subject));
            }
            return subjects;
        });
}

Result<std::string> apply_for(BenchClient& client, const Subject& subject) {
    YX_TRY(const auto answer,
           client.post(
               "/certificates/" + subject.line.str() + "/apply", subject.cookie, subject.form));
    if (answer.status != 303 || !answer.location.starts_with("/endorsements/")) {
        return Error(ErrorCode::unavailable, fmt::format("apply answered {}", answer.status));
    }
    return answer.location;
}

Result<std::unique_ptr<House>> open_bench_house(const std::filesystem::path& directory,
                                                crypto::KeyKind seal_key,
                                                const BenchDemonstration& wish) {
    cli::DemoPlan plan;
    plan.directory = directory;
    plan.seal_key = seal_key;
    plan.now = SystemClock().now();
    plan.password_cost = {8 * 1024, 1};
    plan.database = wish.database;
    plan.seals_ofd = wish.seals_ofd;
    YX_CHECK(cli::make_demo(plan));
    YX_TRY(config::Settings settings, cli::load_directory_settings(directory));
    settings.timestamp.url.clear();  // profile B-B, as the budget says
    settings.listen = {"127.0.0.1", 0};
    settings.metrics = {"127.0.0.1", 0};
    settings.log_level = log::Level::error;
    settings.limits.queries_per_minute = 1000000000;
    settings.limits.logins_per_minute = 1000000000;
    settings.limits.connections = 100'000;
    settings.pressure = {.login = 0, .login_code = 0, .registration = 0, .recover = 0, .match = 0};
    YX_TRY(auto house, House::open(std::move(settings), {}));
    YX_CHECK(house->start());
    return house;
}

Result<void> wait_until_pressed(service::Services& services) {
    for (;;) {
        YX_TRY(const auto queue, services.store.read_now([](storage::Reader& reader) {
            return storage::measure_queue(reader);
        }));
        if (queue.open == 0) return ok();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

double processor_seconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peak_memory_mib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

std::int64_t bench_rows() {
    constexpr std::int64_t usual_rows = 100'000;
    const char* text = std::getenv("YX_BENCH_ROWS");
    const auto rows = parse_integer(text == nullptr ? "" : text);
    return rows && *rows > 0 ? *rows : usual_rows;
}

config::Database bench_database() {
    config::Database database;
    if (const char* url = std::getenv("YX_BENCH_DATABASE"); url != nullptr && *url != '\0') {
        database.kind = "postgresql";
        database.url = url;
    }
    return database;
}

namespace {

Result<std::unique_ptr<storage::PostgresConnection>> connect(const std::filesystem::path& data,
                                                             const config::Database& database) {
    config::Settings settings;
    settings.database = database;
    storage::PostgresAddress address = *cli::database_location(data, settings).postgres;
    address.deadline = std::chrono::hours(1);
    return storage::PostgresConnection::open(address, storage::PostgresConnection::Role::writes);
}

}  // namespace

Result<void> empty_database(const std::filesystem::path& data, const config::Database& database) {
    if (database.is_embedded()) return ok();
    YX_TRY(const auto connection, connect(data, database));
    return connection->run_script("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

Result<double> copy_seconds(const std::filesystem::path& data,
                            const config::Database& database,
                            const std::string& table,
                            const std::string& rows) {
    YX_TRY(const auto connection, connect(data, database));
    std::deque<std::string> pieces;
    YX_CHECK(connection->copy_out(
        "COPY (SELECT * FROM " + table + " " + rows + ") TO STDOUT (FORMAT binary)",
        [&pieces](std::string_view piece) { pieces.emplace_back(piece); }));
    YX_CHECK(connection->run_script("CREATE TABLE bench_copy (LIKE " + table + " INCLUDING ALL)"));
    const auto started = std::chrono::steady_clock::now();
    YX_CHECK(connection->copy_in("COPY bench_copy FROM STDIN (FORMAT binary)",
                                 [&pieces]() -> Result<std::string> {
                                     if (pieces.empty()) return std::string();
                                     std::string next = std::move(pieces.front());
                                     pieces.pop_front();
                                     return next;
                                 }));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    YX_CHECK(connection->run_script("DROP TABLE bench_copy"));
    return took.count();
}

Result<double> load_seconds(const std::filesystem::path& source,
                            const std::filesystem::path& target,
                            const std::string& script) {
    YX_CHECK(storage::migrate_sqlite(target.string(), storage::Create::yes, SystemClock().now()));
    YX_TRY(const auto connection,
           storage::SqliteConnection::open(target.string(), storage::Access::read_write));
    const std::string attach = "ATTACH '" + source.string() + "' AS src";
    YX_CHECK(connection->run_script(attach.c_str()));
    const std::string whole = "BEGIN;" + script + "COMMIT;";
    const auto started = std::chrono::steady_clock::now();
    YX_CHECK(connection->run_script(whole.c_str()));
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
}

}  // namespace yinxin::app
