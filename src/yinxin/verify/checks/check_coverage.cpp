// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

/// Exactly one signature, and nothing outside it.
std::optional<Row> check_coverage(Case& work) {
    if (work.claims.signature_count == 1 && work.claims.seal->covers_everything) {
        work.report.integrity = Integrity::full;
        return std::nullopt;
    }
    work.report.integrity = Integrity::revision;
    return Row{verdict_on_change(work), first_failure(work.claims, "seal.broken")};
}

}  // namespace yinxin::verify
