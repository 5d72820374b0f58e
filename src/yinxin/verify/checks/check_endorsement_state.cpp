// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

/// Ended by the holder or by the office before its time.
std::optional<Row> check_endorsement_state(Case& work) {
    using domain::EndorsementState;
    if (!work.report.copy || !work.report.copy->has_endorsement) return std::nullopt;
    const RegisteredCopy& copy = *work.report.copy;
    if (copy.ended_at && work.question.at < *copy.ended_at) return std::nullopt;
    if (copy.endorsement == EndorsementState::withdrawn) {
        return withdrawn(work, "endorsement", "endorsement.withdrawn");
    }
    if (copy.endorsement == EndorsementState::ended_by_office) {
        return withdrawn(work, "endorsement", "endorsement.ended_by_office");
    }
    return std::nullopt;
}

}  // namespace yinxin::verify
