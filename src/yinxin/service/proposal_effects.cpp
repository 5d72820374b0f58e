// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/proposal_effects.hpp"

#include "yinxin/service/certificate_changes.hpp"

namespace yinxin::service {

Result<void> take_effect(storage::Transaction& transaction,
                         const Services& services,
                         const Effect& effect) {
    switch (effect.proposal.kind) {
        case domain::ProposalKind::confirm_stop:
            // What was stopped is stopped already; a second person has looked at it now.
            return ok();
        case domain::ProposalKind::correct_certificate:
        case domain::ProposalKind::suspend_certificate:
        case domain::ProposalKind::restore_certificate:
        case domain::ProposalKind::revoke_certificate:
        case domain::ProposalKind::cancel_certificate:
            return change_certificate(transaction, services, effect);
        case domain::ProposalKind::issue_batch:
        case domain::ProposalKind::release_batch:
        case domain::ProposalKind::recall_batch:
        case domain::ProposalKind::restore_batch:
        case domain::ProposalKind::change_seal:
        case domain::ProposalKind::publish_text:
        case domain::ProposalKind::change_rules:
            return Error(ErrorCode::unsupported, "this kind has no effect yet");
    }
    return Error(ErrorCode::unsupported, "unknown kind");
}

}  // namespace yinxin::service
