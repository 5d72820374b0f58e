// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/staff_register.hpp"

/// Codes that let people of the office in: of invitations, and for a lost authenticator.
namespace yinxin::service {

struct InvitationWish {
    domain::StaffId staff;
    storage::InvitationKind kind = storage::InvitationKind::enrol;
    domain::StaffId made_by;  ///< 0: the operator
};
/// Draws a code of 80 bits and keeps its hash; earlier invitations of the person end.
Result<Invited> make_invitation(storage::Transaction& transaction,
                                const storage::DataKeys& keys,
                                const InvitationWish& wish,
                                Instant now);

}  // namespace yinxin::service
