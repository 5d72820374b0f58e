// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/judging.hpp"

namespace yinxin::verify {
namespace {

/// Nobody makes his own seal: the maker is led to an anchor like the signer, and is another.
bool is_made_by_trusted(const Case& work, std::span<const crypto::Crl> crls) {
    const SealClaims& seal = *work.claims.seal;
    const auto maker = crypto::Certificate::parse_der(seal.seal_certificate);
    if (!maker || seal.seal_certificate == seal.certificate) return false;
    // The maker's dates were those of the making, which nothing here proves.
    const auto path = work.trust.store->verify(
        *maker, {}, work.report.signed_at.value_or(work.question.at), crls);
    return path || path.error().code() == ErrorCode::certificate_not_current;
}

}  // namespace

std::optional<Row> judge_electronic_seal(Case& work, std::span<const crypto::Crl> crls) {
    const SealClaims& seal = *work.claims.seal;
    if (seal.seal_certificate.empty()) return std::nullopt;
    if (!is_made_by_trusted(work, crls)) {
        return row(Verdict::untrusted,
                   "seal",
                   "seal.maker_untrusted",
                   "GM/T 0031-2014, 6.2.3 f: the certificate of the seal's maker is verified");
    }
    const std::optional<Instant> at = work.report.signed_at;
    const bool is_early = at && seal.seal_not_before && *at < *seal.seal_not_before;
    const bool is_late = at && seal.seal_not_after && *at > *seal.seal_not_after;
    if (!is_early && !is_late) return std::nullopt;
    return row(Verdict::invalid,
               "seal",
               "seal.not_current",
               "GM/T 0031-2014, 6.2.3 f: the time of signing lies within the dates of the seal");
}

}  // namespace yinxin::verify
