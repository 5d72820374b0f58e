// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/bench_line.hpp"

#include "yinxin/cli/command.hpp"

#include <CLI/CLI.hpp>

namespace yinxin::cli {
namespace {

constexpr std::int64_t most_seconds = 24 * 3600;

}  // namespace

struct BenchLine::State {
    BenchOptions options;
    std::int64_t seconds = 10;
    std::int64_t duration = 60;
    std::int64_t think_ms = 2000;
    std::int64_t patience = 180;

    void add_load(CLI::App* bench) {
        LoadOptions& load = options.load;
        bench->add_option("--url",
                          load.urls,
                          "of the nodes of a running service, separated by commas; without, a "
                          "demonstration of its own");
        bench->add_option("--ca", load.authority, "PEM of the CA to trust for https");
        bench->add_option("--accounts", load.accounts, "accounts made by `bench accounts`");
        bench->add_option("--data", load.data, "demonstration to make accounts in");
        bench->add_option("--users", load.users, "holders that come")
            ->check(CLI::Range(1, 1000000));
        bench->add_option("--rate", load.rate, "holders a second at the peak, instead of --users")
            ->check(CLI::PositiveNumber);
        bench->add_option("--duration", duration, "seconds in which visitors come")
            ->check(CLI::Range(std::int64_t{1}, most_seconds));
        bench->add_option("--think", think_ms, "mean pause of a person between pages, ms")
            ->check(CLI::Range(0, 600000));
        bench->add_option("--patience", patience, "seconds somebody lets himself be put off")
            ->check(CLI::Range(std::int64_t{1}, most_seconds));
        bench->add_option("--seed", load.seed, "another number lets visitors come at other times");
        bench->add_option("--journal", load.journal, "file for what was acknowledged, JSON lines");
        bench->add_option(
            "--thresholds", load.thresholds, "TOML file of limits; a missed one fails");
        bench->add_option("--report", load.report, "HTML file with charts");
    }
};

BenchLine::BenchLine(CLI::App& parent,
                     std::function<void(std::function<int()>)> choose,
                     std::function<int(const BenchOptions&)> bench)
    : state_(std::make_unique<State>()) {
    State& state = *state_;
    CLI::App* command = parent.add_subcommand(
        "bench", "measure against a reference of the same run, or under load (docs/bench.md)");
    command
        ->add_option(
            "NAME",
            state.options.name,
            "documents, endorse, import, office, overload, select, verify or bulk; under load: "
            "browse or storm; accounts makes accounts for these two")
        ->required()
        ->check(CLI::IsMember({"documents",
                               "endorse",
                               "import",
                               "office",
                               "overload",
                               "select",
                               "verify",
                               "bulk",
                               "browse",
                               "storm",
                               "accounts"}));
    command->add_flag("--json", state.options.is_json, "one JSON object a line");
    command->add_option("--seconds", state.seconds, "how long each figure is measured")
        ->check(CLI::Range(1, 3600));
    state.add_load(command);
    command->callback([&state, choose = std::move(choose), bench = std::move(bench)] {
        state.options.length = std::chrono::seconds(state.seconds);
        state.options.load.duration = std::chrono::seconds(state.duration);
        state.options.load.think = std::chrono::milliseconds(state.think_ms);
        state.options.load.patience = std::chrono::seconds(state.patience);
        choose([&state, bench] { return bench(state.options); });
    });
}

BenchLine::~BenchLine() = default;

}  // namespace yinxin::cli
