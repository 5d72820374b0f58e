// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

std::optional<Row> check_signer_dates(Case& work) {
    // Of no time at all nothing can be said but that it is not proven: row 8.
    if (!work.report.signed_at) return std::nullopt;
    const auto path = work.path_at(*work.report.signed_at);
    if (path || path.error().code() != ErrorCode::certificate_not_current) return std::nullopt;
    return row(Verdict::invalid,
               "signer",
               "signer.not_current",
               "RFC 5280, 4.1.2.5: the period during which the CA warrants the certificate");
}

}  // namespace yinxin::verify
