// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/proposal_effects.hpp"

namespace yinxin::service {

/// A new seal, a step of its life, or the day from which it stands for its type.
/// @error proposal.outdated, seal.may_not_become
Result<void> change_seal(storage::Transaction& transaction,
                         const Services& services,
                         const Effect& effect);

}  // namespace yinxin::service
