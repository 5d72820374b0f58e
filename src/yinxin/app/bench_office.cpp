// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_office.hpp"

#include "yinxin/app/bench_batch.hpp"
#include "yinxin/app/bench_house.hpp"
#include "yinxin/storage/batches.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include <fmt/format.h>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr double load_budget = 0.3;
constexpr std::chrono::seconds idle_span{10};
/// A holder reads for a moment between two pages; without it the load client itself is the load.
constexpr std::chrono::milliseconds between_pages{5};

/// Milliseconds of each answer.
struct Waits {
    std::vector<double> pages;
    std::vector<double> applications;
    int failures = 0;
};

/// Holders who read their pages, and now and then apply for a copy, until told to stop.
class Holders {
  public:
    Holders(const House& house, std::span<const Subject> subjects)
        : subjects_(subjects), client_(house.port()) {}

    void run(const std::atomic<bool>& stop) {
        while (!stop) {
            const Subject& subject = subjects_[next_++ % subjects_.size()];
            read("/certificates", subject);
            read("/certificates/" + subject.line.str(), subject);
            read("/certificates/" + subject.line.str() + "/endorse", subject);
            if (next_ % pages_per_application == 0) apply(subject);
        }
    }
    Waits waits;

  private:
    static constexpr std::size_t pages_per_application = 5;

    void read(const std::string& path, const Subject& subject) {
        const auto started = Clock::now();
        const auto answer = client_.get(path, subject.cookie);
        waits.pages.push_back(Milliseconds(Clock::now() - started).count());
        if (!answer || answer->status != 200) ++waits.failures;
        std::this_thread::sleep_for(between_pages);
    }
    void apply(const Subject& subject) {
        const auto started = Clock::now();
        // The quota ends some of them; the wait for the answer is the same.
        const auto answer = client_.post(
            "/certificates/" + subject.line.str() + "/apply", subject.cookie, subject.form);
        waits.applications.push_back(Milliseconds(Clock::now() - started).count());
        if (!answer) ++waits.failures;
        std::this_thread::sleep_for(between_pages);
    }

    std::span<const Subject> subjects_;
    BenchClient client_;
    std::size_t next_ = 0;
};

double percentile_99(std::vector<double> values) {
    if (values.empty()) return 0;
    std::ranges::sort(values);
    return values[values.size() * 99 / 100];
}

/// Runs the holders while `work` runs.
template <class Work>
Result<Waits> holders_while(House& house, std::span<const Subject> subjects, Work work) {
    Holders holders(house, subjects);
    std::atomic<bool> stop{false};
    std::thread thread([&] { holders.run(stop); });
    const Result<void> done = work();
    stop = true;
    thread.join();
    if (!done) return done.error();
    const int failures = holders.waits.failures;
    if (failures > 0) {
        return Error(ErrorCode::unavailable, fmt::format("{} pages failed", failures));
    }
    return std::move(holders.waits);
}

Result<storage::BatchRow> batch_row(service::Services& services, BatchId id) {
    YX_TRY(const auto row, services.store.read_now([id](storage::Reader& reader) {
        return storage::find_batch(reader, id);
    }));
    if (!row) return Error(ErrorCode::not_found, "batch");
    return *row;
}

/// From the decision until every certificate is there and out.
Result<double> seconds_until(service::Services& services, BatchId id, storage::BatchState state) {
    const auto started = Clock::now();
    for (;;) {
        YX_TRY(const auto row, batch_row(services, id));
        if (row.state == state) break;
        if (!row.trouble.empty()) return Error(ErrorCode::unavailable, row.trouble);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return std::chrono::duration<double>(Clock::now() - started).count();
}

void print_waits(std::string_view what,
                 const std::vector<double>& busy,
                 const std::vector<double>& idle,
                 BenchFormat format) {
    print_figure({fmt::format("p99 of {} meanwhile, beside idle", what),
                  percentile_99(busy),
                  percentile_99(idle),
                  "ms",
                  0},
                 format);
}

/// The same rows written by an otherwise idle house, beside the database's own load of them.
Result<void> measure_writing(House& house,
                             const BenchOffice& office,
                             const std::filesystem::path& data,
                             std::int64_t rows,
                             BenchFormat format) {
    YX_TRY(const BatchId batch, submit_bench_batch(house.services(), office, 0, rows));
    const double cpu_before = processor_seconds();
    YX_CHECK(approve_bench_batch(house.services(), office, batch));
    YX_TRY(const double seconds,
           seconds_until(house.services(), batch, storage::BatchState::released));
    const double cpu = processor_seconds() - cpu_before;
    YX_TRY(const double load,
           bulk_load_seconds(data / "yinxin.sqlite", data / "bulk.sqlite", batch));
    const auto count = static_cast<double>(rows);
    print_figure({"certificates written, beside bulk load",
                  count / seconds,
                  count / load,
                  "1/s",
                  load_budget,
                  Better::higher_ratio},
                 format);
    print_figure({"processor time of one certificate", cpu * 1000 / count, 0, "ms", 0}, format);
    return ok();
}

Result<void> measure_waits(House& house,
                           const BenchOffice& office,
                           std::int64_t rows,
                           BenchFormat format) {
    YX_TRY(const std::vector<Subject> subjects, open_subjects(house));
    YX_TRY(const Waits idle, holders_while(house, subjects, []() -> Result<void> {
               std::this_thread::sleep_for(idle_span);
               return ok();
           }));
    YX_TRY(const BatchId batch, submit_bench_batch(house.services(), office, rows, rows));
    YX_TRY(const Waits busy, holders_while(house, subjects, [&]() -> Result<void> {
               YX_CHECK(approve_bench_batch(house.services(), office, batch));
               const auto done =
                   seconds_until(house.services(), batch, storage::BatchState::released);
               return done ? ok() : Result<void>(done.error());
           }));
    print_waits("a holder's page", busy.pages, idle.pages, format);
    print_waits("an application", busy.applications, idle.applications, format);
    return ok();
}

}  // namespace

Result<void> bench_office(BenchFormat format) {
    const std::int64_t rows = bench_rows();
    const Scratch scratch;
    const std::filesystem::path data = scratch.path() / "demo";
    YX_TRY(const std::unique_ptr<House> house, open_bench_house(data, crypto::KeyKind::p256));
    YX_CHECK(wait_until_pressed(house->services()));
    YX_TRY(const BenchOffice office, open_bench_office(house->services()));
    YX_CHECK(measure_writing(*house, office, data, rows, format));
    return measure_waits(*house, office, rows, format);
}

}  // namespace yinxin::app
