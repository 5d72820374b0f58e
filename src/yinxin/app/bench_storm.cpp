// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/bench_storm.hpp"

#include "yinxin/app/bench_accounts.hpp"
#include "yinxin/app/bench_house.hpp"
#include "yinxin/app/bench_report.hpp"
#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/cli/terminal.hpp"
#include "yinxin/load/report.hpp"
#include "yinxin/load/run.hpp"

#include <algorithm>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

namespace yinxin::app {
namespace {

constexpr std::int64_t seconds_between_lines = 10;  ///< of progress, where no terminal reads it

/// Everything a run needs, checked before it begins.
struct Prepared {
    load::RunPlan plan;
    std::optional<load::Target> target;
    std::vector<load::LoadAccount> accounts;
    std::vector<load::Threshold> thresholds;
    std::unique_ptr<load::Journal> journal;
    // Of the demonstration of its own, where there is no URL.
    std::unique_ptr<Scratch> scratch;
    std::unique_ptr<House> house;
};

load::RunPlan plan_of(const cli::BenchOptions& options) {
    const bool is_storm = options.name == "storm";
    load::RunPlan plan;
    plan.shape = is_storm ? load::Shape::storm : load::Shape::steady;
    plan.holders_apply = is_storm;
    // On release day holders are the crowd; on other days most visitors check or only look.
    plan.verifiers = is_storm ? 0.5 : 2;
    plan.passers_by = is_storm ? 0.5 : 3;
    plan.length = options.load.duration;
    plan.manners.think = options.load.think;
    plan.manners.patience = options.load.patience;
    plan.seed = options.load.seed;
    return plan;
}

std::size_t users_of(const cli::LoadOptions& load, load::Shape shape) {
    if (load.rate <= 0) return load.users;
    return std::max<std::size_t>(1, load::count_for_peak(shape, load.rate, load.duration));
}

Result<void> open_own_house(Prepared& prepared, std::size_t users) {
    prepared.scratch = std::make_unique<Scratch>();
    BenchDemonstration demonstration;
    demonstration.seals_ofd = true;
    YX_TRY(
        prepared.house,
        open_bench_house(prepared.scratch->path() / "demo", crypto::KeyKind::p256, demonstration));
    service::Services& services = prepared.house->services();
    YX_TRY(prepared.accounts,
           make_accounts(services.store, services.keys, users, services.settings.password));
    YX_CHECK(wait_until_pressed(services));
    YX_TRY(prepared.target,
           load::Target::open(fmt::format("http://127.0.0.1:{}", prepared.house->port()), {}));
    return ok();
}

Result<void> use_running(Prepared& prepared, const cli::LoadOptions& load, std::size_t users) {
    if (load.accounts.empty()) {
        return Error(ErrorCode::invalid_input,
                     "--url needs --accounts FILE, made by `yinxin bench accounts`");
    }
    YX_TRY(prepared.accounts, load::read_accounts(load.accounts));
    if (prepared.accounts.size() < users) {
        return Error(ErrorCode::invalid_input,
                     fmt::format("{} holders are to come, but the file has {} accounts",
                                 users,
                                 prepared.accounts.size()));
    }
    prepared.accounts.resize(users);
    YX_TRY(prepared.target, load::Target::open(load.urls, load.authority));
    return ok();
}

Result<Prepared> prepare(const cli::BenchOptions& options) {
    const cli::LoadOptions& load = options.load;
    Prepared prepared;
    prepared.plan = plan_of(options);
    if (!load.thresholds.empty()) {
        YX_TRY(const std::string text, read_text_file(load.thresholds));
        YX_TRY(prepared.thresholds, load::parse_thresholds(text, load::Tally::is_metric));
    }
    if (!load.journal.empty()) {
        YX_TRY(prepared.journal, load::Journal::create(load.journal));
    }
    const std::size_t users = users_of(load, prepared.plan.shape);
    YX_CHECK(load.urls.empty() ? open_own_house(prepared, users)
                               : use_running(prepared, load, users));
    return prepared;
}

void show_progress(const load::Progress& now) {
    const bool is_terminal = ::isatty(STDERR_FILENO) == 1;
    if (!is_terminal && now.since.count() % seconds_between_lines != 0) return;
    fmt::print(stderr,
               "{}{:>5} s  {}/{} came, {} inside, {} answers, {} put off, {} failed{}",
               is_terminal ? "\r\x1b[K" : "",
               now.since.count(),
               now.arrived,
               now.planned,
               now.inside,
               now.answered,
               now.waits,
               now.failed,
               is_terminal ? "" : "\n");
    std::fflush(stderr);
}

/// What a table for people has room for; JSON has everything.
bool is_for_people(std::string_view metric) {
    return metric.ends_with(".p50_ms") || metric.ends_with(".p99_ms") ||
           metric.ends_with("complete_share") || metric == "all.failed" ||
           metric.starts_with("rate.") || metric.starts_with("waits.");
}

std::string unit_of(std::string_view metric) {
    if (metric.ends_with("_ms")) return "ms";
    if (metric.starts_with("rate.")) return "1/s";
    return "";
}

void print_metrics(const std::string& name,
                   const load::Metrics& metrics,
                   const std::vector<load::Threshold>& thresholds,
                   BenchFormat format) {
    for (const auto& [metric, value] : metrics) {
        Figure figure{name + " " + metric, value, 0, unit_of(metric), 0};
        bool is_limited = false;
        for (const load::Threshold& each : thresholds) {
            if (each.metric != metric) continue;
            is_limited = true;
            figure.reference = each.limit;
            figure.budget = 1;
            figure.better = each.kind == load::Threshold::Kind::at_most ? Better::lower_ratio
                                                                        : Better::higher_ratio;
            figure.kept = each.is_kept(metrics);
        }
        if (is_limited || format == BenchFormat::json || is_for_people(metric)) {
            print_figure(figure, format);
        }
    }
}

load::ReportFacts facts_of(const cli::BenchOptions& options,
                           const Prepared& prepared,
                           const load::RunOutcome& outcome,
                           Instant began) {
    const load::RunPlan& plan = prepared.plan;
    load::ReportFacts facts;
    facts.title = options.name == "storm" ? "Yinxin: release day" : "Yinxin: visitors";
    facts.thresholds = prepared.thresholds;
    facts.took = outcome.took;
    const auto add = [&](const char* name, std::string text) {
        facts.facts.emplace_back(name, std::move(text));
    };
    add("began", format_civil(began));
    add("took",
        fmt::format("{:.1f} s, of which visitors came for {} s",
                    outcome.took.count(),
                    plan.length.count()));
    if (outcome.was_stopped) add("ended", "early, by a signal");
    std::string nodes;
    for (std::size_t i = 0; i < prepared.target->size(); ++i) {
        nodes += (i == 0 ? "" : ", ") + prepared.target->node(i).origin;
    }
    add("service",
        prepared.house ? "a demonstration in the process of the load client, SQLite, PAdES B-B; "
                         "both share the processors"
                       : nodes);
    add("visitors",
        fmt::format("{} holders, {:g} verifiers and {:g} passers-by for each",
                    prepared.accounts.size(),
                    plan.verifiers,
                    plan.passers_by));
    const double peak = load::peak_of(plan.shape, prepared.accounts.size(), plan.length);
    add("arrivals",
        plan.shape == load::Shape::storm
            ? fmt::format("a quarter of the time rising, half of it {:.3g} holders a second, a "
                          "quarter falling",
                          peak)
            : fmt::format("{:.3g} holders a second", peak));
    add("pause between pages", fmt::format("{} ms on average", plan.manners.think.count()));
    add("processors here", std::to_string(std::thread::hardware_concurrency()));
    add("seed", std::to_string(plan.seed));
    return facts;
}

/// Names each missed threshold. @return whether all were kept
bool judge(const std::vector<load::Threshold>& thresholds, const load::Metrics& metrics) {
    bool all_kept = true;
    for (const load::Threshold& each : thresholds) {
        if (each.is_kept(metrics)) continue;
        all_kept = false;
        fmt::print(stderr, "{}\n", load::describe_missed(each, metrics));
    }
    return all_kept;
}

Result<bool> run_load(const cli::BenchOptions& options) {
    raise_file_limit();
    YX_TRY(Prepared prepared, prepare(options));
    const Instant began = SystemClock().now();
    YX_TRY(const load::RunOutcome outcome,
           load::run(prepared.plan,
                     *prepared.target,
                     prepared.accounts,
                     prepared.journal.get(),
                     show_progress));
    if (::isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\n");
    const load::Metrics metrics = outcome.tally.metrics(outcome.took);
    print_metrics(options.name,
                  metrics,
                  prepared.thresholds,
                  options.is_json ? BenchFormat::json : BenchFormat::table);
    if (!options.load.report.empty()) {
        const std::string report =
            load::write_report(outcome.tally, facts_of(options, prepared, outcome, began));
        YX_CHECK(
            write_file_durably(options.load.report, as_bytes(report), FileMode::everybody_reads));
    }
    for (const auto& [kind, count] : outcome.tally.failures())
        fmt::print(stderr, "failed: {}: {}\n", kind, count);
    if (prepared.journal) YX_CHECK(prepared.journal->close());
    if (prepared.house) prepared.house->stop();
    return judge(prepared.thresholds, metrics);
}

}  // namespace

int bench_load(const cli::BenchOptions& options) {
    const Result<bool> kept = run_load(options);
    if (!kept) return cli::fail(kept.error());
    return *kept ? cli::exit_ok : cli::exit_failed;
}

}  // namespace yinxin::app
