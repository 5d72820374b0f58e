// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_endorse.hpp"

#include "yinxin/app/bench_client.hpp"
#include "yinxin/app/bench_documents.hpp"
#include "yinxin/app/house.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/jobs.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <filesystem>
#include <thread>

#include <fmt/format.h>
#include <sys/resource.h>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int idle_applications = 200;
constexpr int clients = 64;

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
// Peak memory of this process, as the kernel counts it.
constexpr const char* status_file = "/proc/self/status";

struct SubjectRow {
    HolderId holder;
    LineId line;
    int version;
    std::string policy;
};

/// One kind of seal key and what its rate is held against.
struct BenchKey {
    std::string name;
    crypto::KeyKind kind;
    double TwoCores::* reference;
    double budget;
};

/// A certificate with a session of its own that may apply for it.
struct Subject {
    LineId line;
    std::string cookie;
    std::string form;
};

Result<Subject> open_subject(storage::Transaction& transaction,
                             const storage::DataKeys& keys,
                             const SubjectRow& row,
                             int i,
                             Instant now) {
    YX_TRY(const auto name, domain::parse_person_name("\u6F14\u793A"));
    YX_TRY(const auto mobile, domain::parse_mobile(fmt::format("139{:08}", i)));
    storage::NewAccount fresh;
    fresh.login_name = fmt::format("bench{}", i);
    fresh.password_hash = "-";
    fresh.name = name;
    fresh.document = {domain::IdDocumentType::passport, fmt::format("DEMO{:08}", i)};
    fresh.mobile = mobile;
    fresh.created_at = now;
    YX_TRY(const AccountId account, storage::insert_account(transaction, keys, fresh));
    YX_CHECK(storage::bind_account(
        transaction, account, row.holder, storage::BindingProof::exam_platform, now));
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

Result<std::string> apply(BenchClient& client, const Subject& subject) {
    YX_TRY(const auto answer,
           client.post(
               "/certificates/" + subject.line.str() + "/apply", subject.cookie, subject.form));
    if (answer.status != 303 || !answer.location.starts_with("/endorsements/")) {
        return Error(ErrorCode::unavailable, fmt::format("apply answered {}", answer.status));
    }
    return answer.location;
}

/// From the click to a copy that can be downloaded, on an idle service, one after the other.
Result<void> measure_idle(House& house,
                          std::span<const Subject> subjects,
                          const std::string& key,
                          BenchFormat format) {
    BenchClient client(house.port());
    std::vector<double> waits;
    for (const Subject& subject : subjects) {
        const auto started = Clock::now();
        YX_TRY(const std::string location, apply(client, subject));
        YX_TRY(const auto ready, client.get(location, subject.cookie));
        if (ready.status != 303) return Error(ErrorCode::timed_out, "not ready within a second");
        const std::chrono::duration<double, std::milli> took = Clock::now() - started;
        waits.push_back(took.count());
    }
    std::ranges::sort(waits);
    const double p50 = waits[waits.size() / 2];
    const double p99 = waits[waits.size() * 99 / 100];
    print_figure({"application to copy, idle, p50, " + key, p50, 150, "ms", 1}, format);
    print_figure({"application to copy, idle, p99, " + key, p99, 1000, "ms", 1}, format);
    return ok();
}

Result<void> wait_until_done(service::Services& services) {
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

/// What a run of many applications at once came to.
struct Load {
    double per_second = 0;
    double cpu_milliseconds = 0;  ///< per application: server, workers and load client together
};

Result<Load> measure_load(House& house, std::span<const Subject> subjects) {
    std::atomic<std::size_t> next{0};
    std::atomic<int> failures{0};
    const double cpu_before = processor_seconds();
    const auto started = Clock::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i) {
        threads.emplace_back([&] {
            BenchClient client(house.port());
            for (std::size_t at = next++; at < subjects.size(); at = next++) {
                if (!apply(client, subjects[at])) ++failures;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    YX_CHECK(wait_until_done(house.services()));
    const std::chrono::duration<double> took = Clock::now() - started;
    const double cpu = processor_seconds() - cpu_before;
    if (failures != 0) {
        return Error(ErrorCode::unavailable, fmt::format("{} refused", failures.load()));
    }
    const auto count = static_cast<double>(subjects.size());
    return Load{count / took.count(), cpu * 1000 / count};
}

double peak_memory_mib() {
    std::FILE* file = std::fopen(status_file, "r");
    if (file == nullptr) return 0;
    char line[256];
    double mib = 0;
    while (std::fgets(line, sizeof line, file) != nullptr) {
        long kib = 0;
        if (std::sscanf(line, "VmHWM: %ld kB", &kib) == 1) mib = static_cast<double>(kib) / 1024;
    }
    std::fclose(file);
    return mib;
}

Result<std::unique_ptr<House>> open_house(const std::filesystem::path& directory,
                                          crypto::KeyKind seal_key) {
    cli::DemoPlan plan;
    plan.directory = directory;
    plan.seal_key = seal_key;
    plan.now = SystemClock().now();
    plan.password_cost = {8 * 1024, 1};
    YX_CHECK(cli::make_demo(plan));
    YX_TRY(config::Settings settings, cli::load_directory_settings(directory));
    settings.timestamp.url.clear();  // profile B-B, as the budget says
    settings.listen = {"127.0.0.1", 0};
    settings.metrics = {"127.0.0.1", 0};
    settings.log_level = log::Level::error;
    settings.limits.queries_per_minute = 1'000'000;
    YX_TRY(auto house, House::open(std::move(settings), {}));
    YX_CHECK(house->start());
    return house;
}

/// The whole way with one kind of seal key, idle first and then under load.
Result<void> bench_key(const BenchKey& key, const TwoCores& two_cores, BenchFormat format) {
    const Scratch scratch;
    YX_TRY(const std::unique_ptr<House> house, open_house(scratch.path() / "demo", key.kind));
    YX_TRY(const std::vector<Subject> subjects, open_subjects(*house));
    if (subjects.size() < 3 * idle_applications) {
        return Error(ErrorCode::invalid_input, "too few certificates to apply for");
    }
    YX_CHECK(wait_until_done(house->services()));
    const std::span<const Subject> all(subjects);
    YX_CHECK(measure_idle(*house, all.first(idle_applications), key.name, format));
    YX_TRY(const Load load, measure_load(*house, all.subspan(idle_applications)));
    print_figure({"endorsements per second, whole way, " + key.name,
                  load.per_second,
                  two_cores.*key.reference,
                  "1/s",
                  key.budget,
                  Better::higher_ratio},
                 format);
    print_figure({"processor time of one, load client included, " + key.name,
                  load.cpu_milliseconds,
                  2000 / two_cores.*key.reference,
                  "ms",
                  0},
                 format);
    return ok();
}

}  // namespace

Result<void> bench_endorse(BenchFormat format) {
    YX_TRY(const TwoCores two_cores, measure_two_cores());
    const std::array keys{
        BenchKey{"P-256", crypto::KeyKind::p256, &TwoCores::documents_per_second, 0.2},
        BenchKey{"RSA-3072", crypto::KeyKind::rsa3072, &TwoCores::rsa_signatures_per_second, 0.5}};
    for (const BenchKey& key : keys) {
        YX_CHECK(bench_key(key, two_cores, format));
    }
    print_figure({"peak memory of the benchmark", peak_memory_mib(), 200, "MiB", 0}, format);
    return ok();
}

}  // namespace yinxin::app
