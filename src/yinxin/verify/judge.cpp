// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/judge.hpp"

#include "yinxin/verify/judging.hpp"

namespace yinxin::verify {
namespace {

/// The finding that read() put down first among those that fail.
Finding first_failure(const Claims& claims, const char* otherwise) {
    for (const Finding& finding : claims.findings) {
        if (finding.level == Level::fail) return finding;
    }
    return {"file", Level::fail, otherwise, {}};
}

/// Row 4 names the copy where it can: the file was ours once.
Row changed(const Case& work) {
    const bool is_named = work.answer != nullptr && (work.answer->named || work.answer->identical);
    return {is_named ? Verdict::altered : Verdict::invalid,
            first_failure(work.claims, "seal.broken")};
}

/// Rows 1 to 4: can it be read, is it sealed, are these the sealed bytes?
std::optional<Row> judge_integrity(const Case& work) {
    const Claims& claims = work.claims;
    Report& report = work.report;
    if (claims.is_hostile) return Row{Verdict::rejected, first_failure(claims, "file.unknown")};
    if (claims.signature_count == 0) {
        report.integrity = Integrity::none;
        const bool has_code = !claims.codes.empty();
        return row(Verdict::unsealed, "seal", has_code ? "seal.none_but_code" : "seal.none");
    }
    if (claims.seal && !claims.seal->is_supported) {
        return Row{Verdict::indeterminate, first_failure(claims, "seal.unsupported")};
    }
    const bool is_intact = claims.seal && claims.seal->is_intact;
    if (!is_intact) {
        report.integrity = Integrity::broken;
        return changed(work);
    }
    if (claims.signature_count > 1 || !claims.seal->covers_everything) {
        report.integrity = Integrity::revision;
        return changed(work);
    }
    report.integrity = Integrity::full;
    return std::nullopt;
}

std::optional<Row> first_row(Case& work) {
    if (auto found = judge_integrity(work)) return found;
    if (auto found = judge_seal(work)) {
        if (found->verdict == Verdict::untrusted) {
            work.report.authenticity = Authenticity::foreign;
        }
        return found;
    }
    return judge_register(work);
}

/// The finding that decided comes first and only once.
void put_first(std::vector<Finding>& findings, Finding deciding) {
    std::erase(findings, deciding);
    findings.insert(findings.begin(), std::move(deciding));
}

void settle(Report& report, const std::optional<Row>& found) {
    report.verdict = found ? found->verdict : Verdict::valid;
    const Finding good{"verdict", Level::info, "verdict.valid", {}};
    put_first(report.findings, found ? found->finding : good);
    if (report.verdict == Verdict::altered) report.authenticity = Authenticity::altered;
    const bool is_current = report.verdict == Verdict::valid;
    if (is_current && report.was_register_asked) report.currency = Currency::current;
}

}  // namespace

Report judge(const Claims& claims,
             const Trust& trust,
             const RegisterAnswer* answer,
             const Question& question,
             Instant now) {
    Report report;
    report.format = claims.format;
    report.sha256 = to_hex(claims.sha256);
    report.sm3 = to_hex(claims.sm3);
    report.face = claims.face;
    report.codes = claims.codes;
    report.at = question.at;
    report.was_register_asked = answer != nullptr;
    if (answer != nullptr) report.copy = answer->identical ? answer->identical : answer->named;
    report.findings = claims.findings;
    Case work{claims, trust, answer, question, now, report};
    settle(report, first_row(work));
    return report;
}

Report judge_copy(const RegisteredCopy& copy, const Question& question, Instant now) {
    const Claims claims;
    const Trust trust;
    const RegisterAnswer answer{copy, std::nullopt};
    Report report;
    report.integrity = Integrity::none;
    report.copy = copy;
    report.at = question.at;
    report.was_register_asked = true;
    Case work{claims, trust, &answer, question, now, report};
    settle(report, judge_register(work));
    return report;
}

std::string_view deciding_code(const Report& report) noexcept {
    return report.findings.empty() ? std::string_view() : report.findings.front().code;
}

}  // namespace yinxin::verify
