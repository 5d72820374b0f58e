// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/run.hpp"

#include "yinxin/flow/deadline.hpp"
#include "yinxin/flow/runtime.hpp"
#include "yinxin/load/visits.hpp"

#include <algorithm>
#include <csignal>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace yinxin::load {
namespace {

namespace asio = boost::asio;
using flow::Task;

struct Arrival {
    Offset at;
    Visit kind;
    const LoadAccount* account = nullptr;
};

/// Everybody's arrival, ascending.
std::vector<Arrival> plan_arrivals(const RunPlan& plan, const std::vector<LoadAccount>& accounts) {
    std::vector<Arrival> all;
    const auto add = [&](Visit kind, std::size_t count) {
        // Each kind draws its own times; the order of accounts says nothing.
        const std::uint32_t seed = plan.seed * 4 + static_cast<std::uint32_t>(kind);
        const auto times = arrivals(plan.shape, count, plan.length, seed);
        for (std::size_t i = 0; i < times.size(); ++i) {
            all.push_back({times[i], kind, kind == Visit::holder ? &accounts[i] : nullptr});
        }
    };
    const auto share = [&](double of_holders) {
        return static_cast<std::size_t>(of_holders * static_cast<double>(accounts.size()));
    };
    add(Visit::holder, accounts.size());
    add(Visit::verifier, share(plan.verifiers));
    add(Visit::passer_by, share(plan.passers_by));
    std::ranges::sort(all, {}, [](const Arrival& each) { return std::pair(each.at, each.kind); });
    return all;
}

/// Lets visitors in when they come, and waits until they have left.
class Gate {
  public:
    Gate(flow::Runtime& runtime,
         Crowd& crowd,
         const RunPlan& plan,
         const std::vector<Arrival>& arrivals,
         LoadClock::time_point start)
        : runtime_(runtime),
          crowd_(crowd),
          plan_(plan),
          arrivals_(arrivals),
          start_(start),
          pause_(runtime.context(0)) {}

    Task<void> drive() {
        for (const Arrival& arrival : arrivals_) {
            co_await wait_until(start_ + arrival.at);
            if (crowd_.is_stopping) break;
            ++arrived_;
            ++inside_;
            runtime_.spawn(0, "visit", visit(arrival));
        }
        all_arrived_ = true;
        const auto give_up = LoadClock::now() + plan_.manners.patience;
        while (inside_ > 0 && LoadClock::now() < give_up)
            co_await wait_until(give_up);
        is_over_ = true;
    }

    /// From a signal: nobody is let in any more, and nobody thinks any longer.
    void stop() {
        crowd_.is_stopping = true;
        pause_.cancel();
    }

    Task<void> show_progress(const std::function<void(const Progress&)>& show) {
        for (std::chrono::seconds since{1}; !is_over_; ++since) {
            co_await flow::pause(start_ + since - LoadClock::now());
            if (!is_over_) show(progress(since));
        }
    }

  private:
    Task<void> wait_until(LoadClock::time_point at) {
        if (LoadClock::now() >= at || (crowd_.is_stopping && !all_arrived_)) co_return;
        pause_.expires_at(at);
        (void)co_await pause_.async_wait(asio::as_tuple(asio::use_awaitable));
    }

    Task<void> visit(Arrival arrival) {
        const auto due = start_ + arrival.at;
        crowd_.tally.began(arrival.kind, due);
        Browser browser(crowd_, due);
        Result<void> outcome;
        if (arrival.kind == Visit::verifier) {
            outcome = co_await verify_copy(crowd_, browser);
        } else if (arrival.kind == Visit::passer_by) {
            outcome = co_await pass_by(crowd_, browser);
        } else if (plan_.holders_apply) {
            outcome = co_await apply_and_fetch(crowd_, browser, *arrival.account);
        } else {
            outcome = co_await look_around(crowd_, browser, *arrival.account);
        }
        if (outcome) crowd_.tally.completed(arrival.kind);
        --inside_;
        if (all_arrived_ && inside_ == 0) pause_.cancel();
    }

    Progress progress(std::chrono::seconds since) const {
        Progress now;
        now.since = since;
        now.arrived = arrived_;
        now.planned = arrivals_.size();
        now.inside = inside_;
        now.answered = crowd_.tally.answered_count();
        now.failed = crowd_.tally.failed_count();
        now.waits = crowd_.tally.waits();
        return now;
    }

    flow::Runtime& runtime_;
    Crowd& crowd_;
    const RunPlan& plan_;
    const std::vector<Arrival>& arrivals_;
    LoadClock::time_point start_;
    asio::steady_timer pause_;
    std::size_t arrived_ = 0;
    std::size_t inside_ = 0;
    bool all_arrived_ = false;
    bool is_over_ = false;
};

/// Somebody makes a copy before the run and shows it around: verifiers need something to look at.
Task<Result<void>> show_one(Crowd& crowd, const LoadAccount& account) {
    Browser browser(crowd, LoadClock::now());
    co_return co_await apply_and_fetch(crowd, browser, account);
}

}  // namespace

Result<RunOutcome> run(const RunPlan& plan,
                       const Target& target,
                       const std::vector<LoadAccount>& accounts,
                       Journal* journal,
                       const std::function<void(const Progress&)>& show) {
    if (accounts.empty()) return Error(ErrorCode::invalid_input, "a run needs accounts");
    const std::vector<Arrival> arrivals = plan_arrivals(plan, accounts);
    flow::Runtime runtime(1);
    Tally before(LoadClock::now(), plan.length);
    Crowd early{target, before, journal, plan.manners, std::mt19937(plan.seed)};
    early.manners.think = std::chrono::milliseconds(0);
    if (!plan.holders_apply) {
        const auto shown = flow::block_on(runtime, show_one(early, accounts.front()));
        if (!shown) return shown.error();
    }
    const auto start = LoadClock::now();
    RunOutcome outcome{Tally(start, plan.length)};
    Crowd crowd{target, outcome.tally, journal, plan.manners, std::mt19937(plan.seed)};
    crowd.codes = std::move(early.codes);
    crowd.file = std::move(early.file);
    Gate gate(runtime, crowd, plan, arrivals, start);
    for (const int signal : {SIGINT, SIGTERM})
        runtime.on_signal(signal, [&gate] { gate.stop(); });
    runtime.spawn(0, "progress", gate.show_progress(show));
    flow::block_on(runtime, gate.drive());
    outcome.took = LoadClock::now() - start;
    runtime.stop();
    outcome.was_stopped = crowd.is_stopping;
    return outcome;
}

}  // namespace yinxin::load
