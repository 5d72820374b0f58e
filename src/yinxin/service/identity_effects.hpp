// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/proposal_effects.hpp"

/// What becomes of 身份核实 once a second person has decided.
namespace yinxin::service {

/// The case of confirm_identity: binds the account, or gives it its new mobile, or refuses with the
/// maker's reason, and tells the applicant.
/// @error proposal.outdated  the account was bound meanwhile, or says now that it is somebody
/// else's
Result<void> settle_identity(storage::Transaction& transaction,
                             const Services& services,
                             const Effect& effect);
/// The proposal came to nothing: the request is open again, with the time it has waited, unless it
/// was settled otherwise.
Result<void> reopen_identity(storage::Transaction& transaction,
                             const Services& services,
                             const Ending& ending);

}  // namespace yinxin::service
