// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

std::optional<Row> check_registered(Case& work) {
    if (work.answer == nullptr) {
        note(work, Level::info, "register", "register.not_asked");
        return std::nullopt;
    }
    if (work.answer->identical) {
        work.report.authenticity = Authenticity::issued;
        return std::nullopt;
    }
    constexpr const char* clause =
        "verdict table, row 9: the register holds the digest of every copy issued";
    if (work.answer->named)
        return row(Verdict::altered, "register", "register.other_bytes", clause);
    work.report.authenticity = Authenticity::not_issued;
    // Sealed by us and nothing to be alarmed about, but no copy of a certificate.
    if (work.answer->receipt_no)
        return row(Verdict::not_issued, "register", "register.receipt", clause);
    return row(Verdict::not_issued, "register", "register.unknown", clause);
}

}  // namespace yinxin::verify
