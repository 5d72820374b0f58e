// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_overload.hpp"

#include "yinxin/app/bench_cores.hpp"
#include "yinxin/app/bench_house.hpp"
#include "yinxin/app/bench_load.hpp"
#include "yinxin/storage/statement.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

namespace yinxin::app {
namespace {

constexpr double times_too_much = 5;

/// What has to be met.
struct Budget {
    double least_served = 0.8;
    /// Patience of the door (two seconds), and what a request takes once it is let in.
    double longest_p99_ms = 2500;
};

/// YX_BENCH_LOOSE in the environment: that of the test, which has the machine not for itself.
Budget budget() {
    if (std::getenv("YX_BENCH_LOOSE") == nullptr) return {};
    return {0.5, 5000};
}
constexpr std::size_t at_peak = 64;
/// People who ask again as soon as they are answered; what is due while all of them wait is shown.
constexpr std::size_t in_overload = 3000;
constexpr std::size_t most_holders = 400;

constexpr storage::Statement list_tokens{
    "bench.list_tokens", "SELECT token FROM copy WHERE state = 'released' LIMIT 200"};

std::string question(std::string_view path, std::string_view cookie) {
    return fmt::format("GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {}\r\n\r\n", path, cookie);
}

/// Strangers who look at a copy's page and at the pages of verification, and holders who look at
/// theirs: six and four of ten.
Result<std::vector<std::string>> questions(House& house) {
    YX_TRY(const std::vector<Subject> subjects, open_subjects(house));
    if (subjects.empty()) return Error(ErrorCode::internal, "no holders");
    YX_TRY(const auto tokens, house.services().store.read_now([](storage::Reader& reader) {
        return reader.all<std::string>(list_tokens);
    }));
    if (tokens.empty()) return Error(ErrorCode::internal, "no copies");
    std::vector<std::string> all;
    for (std::size_t i = 0; i < std::min(subjects.size(), most_holders); ++i) {
        const Subject& subject = subjects[i];
        const std::string copy = "/v/" + tokens[i % tokens.size()];
        for (int k = 0; k < 4; ++k)
            all.push_back(question(copy, ""));
        all.push_back(question("/verify", ""));
        all.push_back(question("/scope", ""));
        all.push_back(question("/certificates", subject.cookie));
        all.push_back(question("/certificates", subject.cookie));
        all.push_back(question("/certificates/" + subject.line.str(), subject.cookie));
        all.push_back(question("/endorsements", subject.cookie));
    }
    return all;
}

}  // namespace

Result<void> bench_overload(BenchFormat format, std::chrono::seconds length) {
    raise_file_limit();
    // Capacity is what the program does by itself: a client on its cores would take the more of
    // them the more it asks.
    const SplitCores cores = split_cores();
    run_on(cores.program);
    const Scratch scratch;
    YX_TRY(const std::unique_ptr<House> house,
           open_bench_house(scratch.path() / "demo", crypto::KeyKind::p256));
    YX_CHECK(wait_until_pressed(house->services()));
    LoadPlan plan;
    plan.port = house->port();
    YX_TRY(plan.requests, questions(*house));
    run_on(cores.client);
    plan.connections = at_peak;
    plan.length = length;
    YX_TRY(const LoadOutcome peak, run_load(plan));
    plan.connections = in_overload;
    plan.rate = times_too_much * peak.served_per_second();
    YX_TRY(const LoadOutcome over, run_load(plan));

    const auto [least_served, longest_p99_ms] = budget();
    const Figure served{"served of five times the peak, beside the peak",
                        over.served_per_second(),
                        peak.served_per_second(),
                        "1/s",
                        least_served,
                        Better::higher_ratio};
    const Figure p99{"wait of who is served meanwhile, p99",
                     over.wait(0.99),
                     longest_p99_ms,
                     "ms",
                     1,
                     Better::lower_ratio};
    print_figure(served, format);
    print_figure(p99, format);
    const auto show = [format](std::string name, double value, double reference, std::string unit) {
        print_figure({std::move(name), value, reference, std::move(unit)}, format);
    };
    show("the same, p50; beside p50 at the peak", over.wait(0.5), peak.wait(0.5), "ms");
    show("p99 at the peak", peak.wait(0.99), 0, "ms");
    show("cores of the program, beside all it was given",
         CPU_COUNT(&cores.program),
         CPU_COUNT(&cores.program) + (cores.is_split ? CPU_COUNT(&cores.client) : 0),
         "");
    const double seconds = over.seconds;
    show("asked, beside asked and due with no line free",
         static_cast<double>(over.asked) / seconds,
         static_cast<double>(over.asked + over.unasked) / seconds,
         "1/s");
    show("asked to wait (503 with Retry-After)",
         static_cast<double>(over.refused) / seconds,
         static_cast<double>(over.asked) / seconds,
         "1/s");
    show("failed in another way",
         static_cast<double>(over.failed + peak.failed) / seconds,
         0,
         "1/s");
    if (!served.is_met() || !p99.is_met()) {
        return Error(ErrorCode::unavailable, "a budget of the overload is missed");
    }
    return ok();
}

}  // namespace yinxin::app
