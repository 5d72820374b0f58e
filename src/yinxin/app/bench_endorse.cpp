// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_endorse.hpp"

#include "yinxin/app/bench_documents.hpp"
#include "yinxin/app/bench_house.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <thread>

#include <fmt/format.h>

namespace yinxin::app {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int idle_applications = 200;
constexpr int clients = 64;

/// One kind of seal key and what its rate is held against.
struct BenchKey {
    std::string name;
    crypto::KeyKind kind;
    double TwoCores::* reference;
    double budget;
};

/// From the click to a copy that can be downloaded, on an idle service, one after the other.
Result<void> measure_idle(House& house,
                          std::span<const Subject> subjects,
                          const std::string& key,
                          BenchFormat format) {
    BenchClient client(house.port());
    std::vector<double> waits;
    for (const Subject& subject : subjects) {
        const auto started = Clock::now();
        YX_TRY(const std::string location, apply_for(client, subject));
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
                if (!apply_for(client, subjects[at])) ++failures;
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    YX_CHECK(wait_until_pressed(house.services()));
    const std::chrono::duration<double> took = Clock::now() - started;
    const double cpu = processor_seconds() - cpu_before;
    if (failures != 0) {
        return Error(ErrorCode::unavailable, fmt::format("{} refused", failures.load()));
    }
    const auto count = static_cast<double>(subjects.size());
    return Load{count / took.count(), cpu * 1000 / count};
}

/// The whole way with one kind of seal key, idle first and then under load.
Result<void> bench_key(const BenchKey& key, const TwoCores& two_cores, BenchFormat format) {
    const Scratch scratch;
    const std::filesystem::path data = scratch.path() / "demo";
    const config::Database database = bench_database();
    YX_TRY(std::unique_ptr<House> house, open_bench_house(data, key.kind, {.database = database}));
    YX_TRY(const std::vector<Subject> subjects, open_subjects(*house));
    if (subjects.size() < 3 * idle_applications) {
        return Error(ErrorCode::invalid_input, "too few certificates to apply for");
    }
    YX_CHECK(wait_until_pressed(house->services()));
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
    house.reset();
    return empty_database(data, database);
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
