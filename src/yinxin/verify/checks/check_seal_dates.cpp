// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

/// The dates of the seal itself, which an OFD carries beside those of the certificate.
std::optional<Row> check_seal_dates(Case& work) {
    const SealClaims& seal = *work.claims.seal;
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
