// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/judge.hpp"

#include "yinxin/verify/checks/checks.hpp"

#include <span>

namespace yinxin::verify {
namespace {

/// The table of design section 3: the first row that matches decides.
constexpr std::array rows_of_a_file{
    &check_structure,          // 1
    &check_sealed,             // 2
    &check_supported,          // 3
    &check_signature,          // 4
    &check_coverage,           // 4
    &check_timestamp,          // 4
    &check_chain,              // 5
    &check_pinned,             // 5
    &check_key_usage,          // 5
    &check_seal_maker,         // 5
    &check_signer_dates,       // 6
    &check_seal_dates,         // 6
    &check_signer_revocation,  // 7
    &check_time_proven,        // 8
    &check_registered,         // 9
    &check_recipient,
    &check_certificate,        // 10
    &check_endorsement_state,  // 10
    &check_endorsement_time,   // 11
};

/// Where there is no file.
constexpr std::array rows_of_a_copy{
    &check_registered,  // 9
    &check_recipient,
    &check_certificate,        // 10
    &check_endorsement_state,  // 10
    &check_endorsement_time,   // 11
};

SignerSummary summary_of(const crypto::Certificate& certificate) {
    SignerSummary signer;
    signer.common_name = certificate.common_name();
    signer.issuer = certificate.issuer_common_name();
    signer.serial = to_hex(certificate.serial_der().subspan(2));
    signer.sha256 = to_hex(certificate.fingerprint());
    signer.not_before = certificate.not_before();
    signer.not_after = certificate.not_after();
    return signer;
}

/// What cannot be read helps nobody to a path; that is all.
template <class Kind>
std::vector<Kind> readable(const std::vector<Bytes>& encoded) {
    std::vector<Kind> read;
    for (const Bytes& der : encoded) {
        if (auto one = Kind::parse_der(der)) read.push_back(*std::move(one));
    }
    return read;
}

void unpack_seal(Case& work) {
    const auto& store = work.trust.store;
    work.store =
        store ? store
              : std::make_shared<const crypto::TrustStore>(std::vector<crypto::Certificate>());
    if (!work.claims.seal) return;
    const SealClaims& seal = *work.claims.seal;
    work.others = readable<crypto::Certificate>(seal.other_certificates);
    work.crls = readable<crypto::Crl>(seal.crls);
    if (auto signer = crypto::Certificate::parse_der(seal.certificate)) {
        work.report.signer = summary_of(*signer);
        work.signer = *std::move(signer);
    }
}

/// Nothing for a file that was not read: no digest was taken of it.
std::string digest_text(const crypto::Digest32& digest) {
    return digest == crypto::Digest32{} ? std::string() : to_hex(digest);
}

/// The finding that decided comes first and only once.
void put_first(std::vector<Finding>& findings, Finding deciding) {
    std::erase(findings, deciding);
    findings.insert(findings.begin(), std::move(deciding));
}

void decide(Case& work, std::span<Check* const> rows) {
    Report& report = work.report;
    std::optional<Row> decided;
    for (auto check = rows.begin(); !decided && check != rows.end(); ++check) {
        decided = (*check)(work);
    }
    if (!decided) {
        const char* code = report.was_register_asked ? "verdict.valid" : "verdict.valid_alone";
        decided = {Verdict::valid, {"verdict", Level::info, code, {}}};
        if (report.was_register_asked) report.currency = Currency::current;
    }
    report.verdict = decided->verdict;
    if (report.verdict == Verdict::altered) report.authenticity = Authenticity::altered;
    put_first(report.findings, std::move(decided->finding));
}

}  // namespace

Report judge(const Claims& claims,
             const Trust& trust,
             const RegisterAnswer* answer,
             const Question& question,
             Instant now) {
    Report report;
    report.format = claims.format;
    report.sha256 = digest_text(claims.sha256);
    report.sm3 = digest_text(claims.sm3);
    report.face = claims.face;
    report.codes = claims.codes;
    report.pages_searched = claims.pages_searched;
    report.at = question.at;
    report.was_register_asked = answer != nullptr;
    if (answer != nullptr) report.copy = answer->identical ? answer->identical : answer->named;
    report.findings = claims.findings;
    Case work{claims, trust, answer, question, now, report};
    unpack_seal(work);
    decide(work, rows_of_a_file);
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
    decide(work, rows_of_a_copy);
    return report;
}

std::string_view deciding_code(const Report& report) noexcept {
    return report.findings.empty() ? std::string_view() : report.findings.front().code;
}

}  // namespace yinxin::verify
