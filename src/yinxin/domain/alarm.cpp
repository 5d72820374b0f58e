// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/alarm.hpp"

namespace yinxin::domain {

RoleSet roles_for(AlarmKind kind) noexcept {
    using enum StaffRole;
    switch (kind) {
        case AlarmKind::unissued_file:
            return {approver, system_administrator, security_administrator};
        case AlarmKind::job_given_up:
            return {clerk, system_administrator};
        case AlarmKind::queue_late:
        case AlarmKind::message_failing:
        case AlarmKind::revocation_stale:
            return {system_administrator};
        case AlarmKind::stop_unconfirmed:
            return {approver, security_administrator};
        case AlarmKind::proposal_failed:
        case AlarmKind::batch_leftovers:
            return {clerk, approver};
        case AlarmKind::seal_expiring:
        case AlarmKind::seal_revoked:
            return {system_administrator, security_administrator};
        case AlarmKind::guessing:
            return {security_administrator};
    }
    return {};
}

}  // namespace yinxin::domain
