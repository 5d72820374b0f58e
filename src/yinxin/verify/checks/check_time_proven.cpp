// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

#include <algorithm>

namespace yinxin::verify {

/// Without a trusted time the signature may as well have been made at the moment asked about.
std::optional<Row> check_time_proven(Case& work) {
    constexpr const char* clause =
        "verdict table, row 8: no trusted time, and the seal certificate does not reach the moment "
        "asked about";
    if (work.report.is_time_trusted) return std::nullopt;
    // Nobody can have sealed in the future.
    if (work.report.signed_at > work.now + clock_tolerance) {
        return row(Verdict::indeterminate, "signer", "signer.time_ahead", clause);
    }
    const Instant claimed = work.report.signed_at.value_or(work.question.at);
    const Instant latest = std::max(claimed, work.question.at);
    const SealClaims& seal = *work.claims.seal;
    const bool is_seal_over = seal.seal_not_after && latest > *seal.seal_not_after;
    if (!is_seal_over && work.path_at(latest)) return std::nullopt;
    return row(Verdict::indeterminate, "signer", "signer.time_unproven", clause);
}

}  // namespace yinxin::verify
