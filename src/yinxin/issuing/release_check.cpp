// SPDX-License-Identifier: Apache-2.0
#include "yinxin/issuing/release_check.hpp"

namespace yinxin::issuing {

Result<void> release_outcome(const std::vector<verify::Finding>& findings) {
    if (!verify::any_fail(findings)) return ok();
    std::string codes;
    for (const verify::Finding& finding : findings) {
        codes += (codes.empty() ? "" : ", ") + finding.code;
    }
    return Error(ErrorCode::sealed_file_refused, codes);
}

}  // namespace yinxin::issuing
