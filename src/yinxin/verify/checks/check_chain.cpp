// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

std::optional<Row> check_chain(Case& work) {
    work.report.authenticity = Authenticity::foreign;
    constexpr const char* clause = "RFC 5280, 6.1: a path from a trust anchor to the certificate";
    if (!work.signer) return row(Verdict::untrusted, "signer", "signer.unknown", clause);
    // Whether there is a path does not depend on the time; dates and revocations are looked at
    // below.
    const auto path = work.path_at(work.report.signed_at.value_or(work.question.at));
    if (path || path.error().code() != ErrorCode::certificate_untrusted) return std::nullopt;
    return row(Verdict::untrusted, "signer", "signer.untrusted", clause);
}

}  // namespace yinxin::verify
