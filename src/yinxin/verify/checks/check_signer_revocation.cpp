// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {
namespace {

/// A lost key spoils every signature, whenever it says it was made.
bool is_key_lost(const Error& revoked) {
    using crypto::RevocationReason;
    const auto reason = revoked.params().find("reason");
    if (reason == revoked.params().end()) return false;
    for (const auto lost : {RevocationReason::key_compromise,
                            RevocationReason::ca_compromise,
                            RevocationReason::aa_compromise}) {
        if (reason->second == std::to_string(static_cast<int>(lost))) return true;
    }
    return false;
}

}  // namespace

std::optional<Row> check_signer_revocation(Case& work) {
    const auto path = work.path_at(work.report.signed_at.value_or(work.question.at));
    if (path) {
        if (!path->revocation_known) {
            note(work, Level::warning, "signer", "signer.revocation_unknown");
        }
        return std::nullopt;
    }
    if (path.error().code() != ErrorCode::certificate_revoked) return std::nullopt;
    if (!work.report.signed_at && !is_key_lost(path.error())) return std::nullopt;
    return row(Verdict::revoked,
               "signer",
               "signer.revoked",
               "RFC 5280, 5: a certificate on the list is revoked from the date stated");
}

}  // namespace yinxin::verify
