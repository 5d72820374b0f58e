// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/offline_code.hpp"

#include "yinxin/signing/offline_code.hpp"

namespace yinxin::verify {
namespace {

Finding finding(Level level, std::string code) {
    return {"offline", level, std::move(code), {}};
}

/// The first key that signed it; else why none did.
Result<signing::OfflineClaims> open_with_any(std::string_view text,
                                             std::span<const crypto::PublicKey> keys) {
    Result<signing::OfflineClaims> opened = Error(ErrorCode::key_unavailable, "no key");
    for (const crypto::PublicKey& key : keys) {
        opened = signing::open_offline_code(text, key);
        if (opened || opened.error().code() != ErrorCode::key_unavailable) break;
    }
    return opened;
}

void refuse(Report& report, ErrorCode reason) {
    switch (reason) {
        case ErrorCode::key_unavailable:
            report.verdict = Verdict::untrusted;
            report.authenticity = Authenticity::foreign;
            report.findings.push_back(finding(Level::fail, "offline.other_key"));
            return;
        case ErrorCode::signature_wrong:
            report.verdict = Verdict::invalid;
            report.integrity = Integrity::broken;
            report.findings.push_back(finding(Level::fail, "offline.signature_wrong"));
            return;
        default:
            report.verdict = Verdict::rejected;
            report.findings.push_back(finding(Level::fail, "offline.malformed"));
    }
}

}  // namespace

Report judge_offline_code(std::string_view text,
                          std::span<const crypto::PublicKey> keys,
                          const Question& question) {
    Report report;
    report.at = question.at;
    const auto claims = open_with_any(text, keys);
    if (!claims) {
        refuse(report, claims.error().code());
        return report;
    }
    report.integrity = Integrity::full;
    report.authenticity = Authenticity::trusted;
    report.signed_at = claims->made_at;
    report.face.title = claims->qualification;
    report.face.copy_no = claims->copy_no;
    report.face.scenario = claims->scenario;
    report.face.recipient = claims->recipient;
    report.face.made_at = claims->made_at;
    report.face.valid_until = claims->valid_until;
    const bool is_over = claims->valid_until && question.at >= *claims->valid_until;
    report.verdict = is_over ? Verdict::expired : Verdict::valid;
    if (is_over) report.currency = Currency::expired;
    report.findings.push_back(is_over ? finding(Level::fail, "offline.expired")
                                      : finding(Level::info, "offline.signed"));
    report.findings.push_back(finding(Level::warning, "offline.status_not_asked"));
    const bool is_other = question.recipient && !claims->recipient.empty() &&
                          *question.recipient != claims->recipient;
    if (is_other) report.findings.push_back({"recipient", Level::warning, "recipient.other", {}});
    return report;
}

}  // namespace yinxin::verify
