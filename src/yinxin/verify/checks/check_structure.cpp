// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

std::optional<Row> check_structure(Case& work) {
    if (!work.claims.is_hostile) return std::nullopt;
    return Row{Verdict::rejected, first_failure(work.claims, "file.unknown")};
}

}  // namespace yinxin::verify
