// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/fsck_line.hpp"

#include "yinxin/cli/command.hpp"
#include "yinxin/cli/fsck.hpp"
#include "yinxin/cli/invariants.hpp"
#include "yinxin/cli/terminal.hpp"

#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fmt/format.h>

namespace yinxin::cli {
namespace {

namespace json = boost::json;

struct FsckRequest {
    std::filesystem::path data;
    InvariantEvidence evidence;
    bool asks_invariants = false;
    bool is_json = false;
};

int run_fsck(const std::filesystem::path& data) {
    auto opened = DataDirectory::open(data);
    if (!opened) return fail(opened.error());
    const auto report = check_data(*opened);
    if (!report) return fail(report.error());
    for (const std::string& problem : report->problems) {
        say("problem  " + problem);
    }
    if (report->sm3_entered > 0) {
        say("Entered the SM3 of " + std::to_string(report->sm3_entered) + " files.");
    }
    if (report->without_sm3 > 0) {
        say("Known by SHA-256 alone, their bytes are gone: " + std::to_string(report->without_sm3) +
            " files.");
    }
    say("Looked at " + std::to_string(report->audit_events) + " audit events, " +
        std::to_string(report->certificates) + " certificates and " +
        std::to_string(report->files) + " files: " + std::to_string(report->problems.size()) +
        " problem(s).");
    return report->problems.empty() ? exit_ok : exit_failed;
}

/// I10: what plain fsck looks at, as one of the checks.
InvariantCheck register_check(const FsckReport& report) {
    return {
        "I10",
        "register.damaged",
        "every certificate opens and is what was approved, every file has the bytes of its name",
        report.certificates + report.files,
        static_cast<std::int64_t>(report.problems.size()),
        report.problems};
}

void print(const InvariantCheck& check, bool is_json) {
    if (is_json) {
        json::array findings;
        for (const std::string& finding : check.findings)
            findings.emplace_back(finding);
        fmt::print("{}\n",
                   json::serialize(json::object{{"invariant", check.invariant},
                                                {"code", check.code},
                                                {"says", check.says},
                                                {"rows", check.rows},
                                                {"violations", check.violations},
                                                {"findings", std::move(findings)}}));
        return;
    }
    fmt::print("{:<8} {:<4} {:<34} {:>9} rows  {}\n",
               check.violations == 0 ? "holds" : "VIOLATED",
               check.invariant,
               check.code,
               check.rows,
               check.violations == 0 ? check.says : std::to_string(check.violations) + " found");
    for (const std::string& finding : check.findings)
        fmt::print("         {}\n", finding);
}

Result<InvariantReport> look(const FsckRequest& request) {
    YX_TRY(const config::Settings settings, load_directory_settings(request.data));
    YX_TRY(DataDirectory data, DataDirectory::open(request.data));
    YX_TRY(InvariantReport report,
           check_invariants(*data.store, settings, request.evidence, SystemClock().now()));
    YX_TRY(const FsckReport stored, check_data(data));
    report.checks.push_back(register_check(stored));
    return report;
}

int run_invariants(const FsckRequest& request) {
    const auto report = look(request);
    if (!report) return fail(report.error());
    std::int64_t violated = 0;
    for (const InvariantCheck& check : report->checks) {
        print(check, request.is_json);
        violated += check.violations > 0 ? 1 : 0;
    }
    if (!request.is_json) {
        fmt::print("{} of {} checks hold.\n",
                   static_cast<std::int64_t>(report->checks.size()) - violated,
                   report->checks.size());
    }
    return violated == 0 ? exit_ok : exit_failed;
}

}  // namespace

struct FsckLine::State {
    FsckRequest request;
};

FsckLine::FsckLine(CLI::App& parent, std::function<void(std::function<int()>)> choose)
    : state_(std::make_unique<State>()) {
    FsckRequest& request = state_->request;
    CLI::App* fsck =
        parent.add_subcommand("fsck", "check register, audit and files against each other");
    fsck->add_option("--data", request.data, "the data directory")->required();
    CLI::Option* invariants = fsck->add_flag("--invariants",
                                             request.asks_invariants,
                                             "also what must hold after every fault, check by "
                                             "check (docs/invariants.md)");
    fsck->add_option("--journal",
                     request.evidence.journal,
                     "what a client was told, as JSON lines: all of it must be there")
        ->needs(invariants);
    fsck->add_option("--witness",
                     request.evidence.witness,
                     "lines of `audit head`, kept where this machine cannot write")
        ->needs(invariants);
    fsck->add_flag("--json", request.is_json, "one JSON object a check")->needs(invariants);
    fsck->callback([&request, choose = std::move(choose)] {
        choose([&request] {
            return request.asks_invariants ? run_invariants(request) : run_fsck(request.data);
        });
    });
}

FsckLine::~FsckLine() = default;

}  // namespace yinxin::cli
