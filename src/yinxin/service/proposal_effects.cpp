// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/proposal_effects.hpp"

#include "yinxin/service/batch_decisions.hpp"
#include "yinxin/service/certificate_changes.hpp"
#include "yinxin/service/doubt_directory.hpp"
#include "yinxin/service/identity_effects.hpp"
#include "yinxin/service/person_changes.hpp"
#include "yinxin/service/seal_effects.hpp"
#include "yinxin/service/text_effects.hpp"

namespace yinxin::service {

Result<void> take_effect(storage::Transaction& transaction,
                         const Services& services,
                         const Effect& effect) {
    switch (effect.proposal.kind) {
        case domain::ProposalKind::confirm_stop:
            // What was stopped is stopped already; a second person has looked at it now.
            return ok();
        case domain::ProposalKind::publish_text:
            return publish_notice(transaction, effect);
        case domain::ProposalKind::change_rules:
            if (is_directory_object(effect.proposal.object)) {
                return apply_doubt_directory(transaction, effect);
            }
            return publish_rules(transaction, effect);
        case domain::ProposalKind::change_seal:
            return change_seal(transaction, services, effect);
        case domain::ProposalKind::issue_batch:
        case domain::ProposalKind::release_batch:
        case domain::ProposalKind::recall_batch:
        case domain::ProposalKind::restore_batch:
            return decide_batch(transaction, services, effect);
        case domain::ProposalKind::correct_certificate:
        case domain::ProposalKind::suspend_certificate:
        case domain::ProposalKind::restore_certificate:
        case domain::ProposalKind::revoke_certificate:
        case domain::ProposalKind::cancel_certificate:
            return change_certificate(transaction, services, effect);
        case domain::ProposalKind::confirm_identity:
            return settle_identity(transaction, services, effect);
        case domain::ProposalKind::add_document:
            return add_document(transaction, services, effect);
        case domain::ProposalKind::merge_accounts:
            return merge_accounts(transaction, services, effect);
    }
    return Error(ErrorCode::unsupported, "unknown kind");
}

Result<void> take_back(storage::Transaction& transaction,
                       const Services& services,
                       const Ending& ending) {
    if (ending.proposal.kind == domain::ProposalKind::confirm_identity) {
        return reopen_identity(transaction, services, ending);
    }
    if (ending.proposal.kind != domain::ProposalKind::issue_batch) return ok();
    const bool is_withdrawn = ending.state == domain::ProposalState::withdrawn;
    return send_batch_back(
        transaction,
        services,
        ending.proposal,
        is_withdrawn ? storage::BatchStep::withdrawn : storage::BatchStep::refused,
        ending.by,
        ending.note,
        ending.now);
}

}  // namespace yinxin::service
