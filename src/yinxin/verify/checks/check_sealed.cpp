// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

std::optional<Row> check_sealed(Case& work) {
    if (work.claims.signature_count > 0) return std::nullopt;
    work.report.integrity = Integrity::none;
    const bool has_code = !work.claims.codes.empty();
    return row(Verdict::unsealed,
               "seal",
               has_code ? "seal.none_but_code" : "seal.none",
               "verdict table, row 2: no signature");
}

}  // namespace yinxin::verify
