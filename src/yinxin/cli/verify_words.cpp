// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/verify_words.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

constexpr std::string_view plain = "\x1b[0m";

/// Green for good, yellow for what is over or cannot be said, red for what must not be relied on.
std::string_view colour_of(verify::Verdict verdict) {
    switch (verdict) {
        case verify::Verdict::valid:
            return "\x1b[1;32m";
        case verify::Verdict::expired:
        case verify::Verdict::indeterminate:
        case verify::Verdict::unsealed:
            return "\x1b[1;33m";
        default:
            return "\x1b[1;31m";
    }
}

std::string_view sign_of(verify::Level level) {
    switch (level) {
        case verify::Level::info:
            return " ";
        case verify::Level::warning:
            return "!";
        case verify::Level::fail:
            return "x";
    }
    return "x";
}

void add_line(std::string& out, std::string_view label, std::string_view value) {
    if (!value.empty()) out += fmt::format("  {}: {}\n", label, value);
}

}  // namespace

std::string describe(const verify::Report& report,
                     std::string_view file_name,
                     const service::FindingWords& words,
                     Look look) {
    const std::string_view verdict = domain::key(report.verdict);
    std::string out = look.has_colour
                          ? fmt::format("{}{}{}", colour_of(report.verdict), verdict, plain)
                          : std::string(verdict);
    out += fmt::format("  {}\n  {}\n", file_name, words(verify::deciding_code(report)));
    const auto label = [&](std::string_view name) { return words(fmt::format("label.{}", name)); };
    if (report.copy) {
        add_line(out, label("qualification"), report.copy->qualification.zh);
        add_line(out, label("holder"), report.copy->masked_name);
        add_line(out, label("copy"), report.copy->copy_no);
        if (report.copy->has_endorsement) {
            add_line(out, label("recipient"), report.copy->recipient);
            add_line(out, label("valid_until"), format_civil(report.copy->valid_until));
        }
    } else {
        add_line(out, label("copy"), report.face.copy_no);
        if (report.face.valid_until) {
            add_line(out, label("valid_until"), format_civil(*report.face.valid_until));
        }
    }
    if (report.signer) add_line(out, label("signer"), report.signer->common_name);
    if (report.signed_at) add_line(out, label("signed_at"), format_civil(*report.signed_at));
    for (std::size_t i = 1; i < report.findings.size(); ++i) {
        const verify::Finding& finding = report.findings[i];
        if (finding.level == verify::Level::info && !look.is_long) continue;
        out += fmt::format(
            "  {} {} ({})\n", sign_of(finding.level), words(finding.code), finding.code);
        if (look.is_long && !finding.clause.empty())
            out += fmt::format("      {}\n", finding.clause);
    }
    return out;
}

}  // namespace yinxin::cli
