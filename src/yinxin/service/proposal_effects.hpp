// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/proposals.hpp"

namespace yinxin::service {

/// An approved proposal on its way into the register.
struct Effect {
    const storage::Proposal& proposal;
    const ProposalFacts& facts;
    domain::StaffId decider;
    Instant now{};
};

/// Does what the kind of the proposal means, in the transaction of the decision. Every kind
/// compares its object with `object_tag` first.
/// @error proposal.outdated, and what the kind's own rules refuse
Result<void> take_effect(storage::Transaction& transaction,
                         const Services& services,
                         const Effect& effect);

/// A proposal that ended without effect.
struct Ending {
    const storage::Proposal& proposal;
    domain::ProposalState state;  ///< refused, withdrawn or failed
    domain::StaffId by;
    std::string note;
    Instant now{};
};
/// Opens again what waited for the decision, in its transaction; most kinds wait with nothing.
Result<void> take_back(storage::Transaction& transaction,
                       const Services& services,
                       const Ending& ending);

}  // namespace yinxin::service
