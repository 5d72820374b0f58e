// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

/// Digest and signature value. Several signatures of which none is the one that can be judged are
/// no more intact than one that is wrong.
std::optional<Row> check_signature(Case& work) {
    if (work.claims.seal && work.claims.seal->is_intact) return std::nullopt;
    work.report.integrity = Integrity::broken;
    return Row{verdict_on_change(work), first_failure(work.claims, "seal.broken")};
}

}  // namespace yinxin::verify
