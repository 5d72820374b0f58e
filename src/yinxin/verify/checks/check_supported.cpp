// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

std::optional<Row> check_supported(Case& work) {
    if (!work.claims.seal || work.claims.seal->is_supported) return std::nullopt;
    return Row{Verdict::indeterminate, first_failure(work.claims, "seal.unsupported")};
}

}  // namespace yinxin::verify
