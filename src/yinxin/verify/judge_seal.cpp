// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/timestamp.hpp"
#include "yinxin/verify/judging.hpp"

#include <algorithm>

namespace yinxin::verify {
namespace {

/// The authority's clock and the signer's may differ by a few minutes, not by hours.
constexpr std::chrono::minutes clock_tolerance{10};

std::vector<crypto::Certificate> certificates_of(const std::vector<Bytes>& list) {
    std::vector<crypto::Certificate> certificates;
    for (const Bytes& der : list) {
        // One that cannot be read helps nobody to a path; that is all.
        if (auto certificate = crypto::Certificate::parse_der(der)) {
            certificates.push_back(*std::move(certificate));
        }
    }
    return certificates;
}

std::vector<crypto::Crl> lists_of(const std::vector<Bytes>& list) {
    std::vector<crypto::Crl> lists;
    for (const Bytes& der : list) {
        if (auto crl = crypto::Crl::parse_der(der)) lists.push_back(*std::move(crl));
    }
    return lists;
}

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

/// A timestamp that is there but wrong is tampering: it stands outside the signature, so anybody
/// can put another one in.
std::optional<Row> judge_time(Case& work, std::span<const crypto::Crl> crls) {
    const SealClaims& seal = *work.claims.seal;
    Report& report = work.report;
    report.signed_at = seal.claimed_at;
    if (seal.timestamp_token.empty()) {
        note(work, Level::warning, "timestamp", "timestamp.none");
        return std::nullopt;
    }
    const auto info = signing::verify_token(
        seal.timestamp_token, seal.timestamp_imprint, *work.trust.store, crls);
    if (info) {
        report.signed_at = info->at;
        report.is_time_trusted = true;
        const bool is_apart = seal.claimed_at && (*seal.claimed_at > info->at + clock_tolerance ||
                                                  *seal.claimed_at < info->at - clock_tolerance);
        if (is_apart) note(work, Level::warning, "timestamp", "timestamp.clock");
        return std::nullopt;
    }
    if (info.error().code() != ErrorCode::timestamp_wrong) {
        note(work, Level::warning, "timestamp", "timestamp.untrusted");
        return std::nullopt;
    }
    const bool is_named = work.answer != nullptr && work.answer->named;
    return row(is_named ? Verdict::altered : Verdict::invalid,
               "timestamp",
               "timestamp.wrong",
               "RFC 3161, 2.4.2: the messageImprint must be that of the signature value");
}

Row row_of(const Error& refusal) {
    switch (refusal.code()) {
        case ErrorCode::certificate_not_current:
            return row(
                Verdict::invalid,
                "signer",
                "signer.not_current",
                "RFC 5280, 4.1.2.5: the period during which the CA warrants the certificate");
        case ErrorCode::certificate_revoked:
            return row(Verdict::revoked,
                       "signer",
                       "signer.revoked",
                       "RFC 5280, 5: a certificate on the list is revoked from the date stated");
        default:
            return row(Verdict::untrusted,
                       "signer",
                       "signer.untrusted",
                       "RFC 5280, 6.1: a path from a trust anchor to the certificate");
    }
}

bool is_pinned(const Trust& trust, const crypto::Certificate& signer) {
    return trust.pinned_signers.empty() ||
           std::ranges::find(trust.pinned_signers, signer.der()) != trust.pinned_signers.end();
}

}  // namespace

std::optional<Row> judge_seal(Case& work) {
    const SealClaims& seal = *work.claims.seal;
    const auto signer = crypto::Certificate::parse_der(seal.certificate);
    if (!signer) return row(Verdict::untrusted, "signer", "signer.unknown");
    work.report.signer = summary_of(*signer);
    if (!work.trust.store) return row(Verdict::untrusted, "signer", "signer.untrusted");
    const auto others = certificates_of(seal.other_certificates);
    const auto crls = lists_of(seal.crls);
    // Row 5 before everything that depends on the time.
    const Instant claimed = seal.claimed_at.value_or(work.question.at);
    const auto path = work.trust.store->verify(*signer, others, claimed, crls);
    const bool is_led = path || path.error().code() != ErrorCode::certificate_untrusted;
    if (!is_led) return row_of(path.error());
    if (!is_pinned(work.trust, *signer))
        return row(Verdict::untrusted, "signer", "signer.not_pinned");
    if (!signer->may_sign_documents() || signer->is_ca()) {
        return row(Verdict::untrusted,
                   "signer",
                   "signer.key_usage",
                   "RFC 5280, 4.2.1.3: digitalSignature or nonRepudiation");
    }
    if (auto wrong = judge_time(work, crls)) return wrong;
    if (auto wrong = judge_electronic_seal(work, crls)) return wrong;
    const Instant signed_at = work.report.signed_at.value_or(work.question.at);
    const auto then = work.trust.store->verify(*signer, others, signed_at, crls);
    if (!then) return row_of(then.error());
    if (!then->revocation_known) note(work, Level::warning, "signer", "signer.revocation_unknown");
    if (work.report.is_time_trusted) return std::nullopt;
    // Nobody can have sealed in the future.
    if (work.report.signed_at > work.now + clock_tolerance) {
        return row(Verdict::indeterminate, "signer", "signer.time_ahead");
    }
    // Without a trusted time the signature may as well have been made today.
    const bool is_seal_over = seal.seal_not_after && work.question.at > *seal.seal_not_after;
    if (is_seal_over || !work.trust.store->verify(*signer, others, work.question.at, crls)) {
        return row(Verdict::indeterminate,
                   "signer",
                   "signer.time_unproven",
                   "design section 3, row 8: no trusted time, and the seal certificate is expired "
                   "or revoked now");
    }
    return std::nullopt;
}

}  // namespace yinxin::verify
