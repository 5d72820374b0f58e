// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/domain/keyed.hpp"
#include "yinxin/domain/staff.hpp"

#include <optional>
#include <string>
#include <string_view>

/// 待复核事项: what one person of the office prepares and another decides on (四眼原则).
namespace yinxin::domain {

using ProposalId = Id<struct ProposalTag>;

enum class ProposalKind {
    issue_batch,          ///< write the certificates of a checked batch, release it at its time
    release_batch,        ///< another release time for an approved batch
    recall_batch,         ///< take a released batch back
    restore_batch,        ///< undo the stop of a batch
    correct_certificate,  ///< a new version with corrected data
    suspend_certificate,
    restore_certificate,
    revoke_certificate,
    cancel_certificate,
    confirm_stop,      ///< somebody stopped something alone; a second person looks at it
    change_seal,       ///< one step of a seal's life
    publish_text,      ///< notice, FAQ, announcement, footer
    change_rules,      ///< policy, catalogue, templates
    confirm_identity,  ///< who somebody is whom no code can reach; or that he is not
    add_document,      ///< another ID document of the same person
    merge_accounts,    ///< two accounts of one person become one
};

template <>
struct KeyTable<ProposalKind> {
    static constexpr std::array<Keyed<ProposalKind>, 16> rows{{
        {ProposalKind::issue_batch, "issue_batch"},
        {ProposalKind::release_batch, "release_batch"},
        {ProposalKind::recall_batch, "recall_batch"},
        {ProposalKind::restore_batch, "restore_batch"},
        {ProposalKind::correct_certificate, "correct_certificate"},
        {ProposalKind::suspend_certificate, "suspend_certificate"},
        {ProposalKind::restore_certificate, "restore_certificate"},
        {ProposalKind::revoke_certificate, "revoke_certificate"},
        {ProposalKind::cancel_certificate, "cancel_certificate"},
        {ProposalKind::confirm_stop, "confirm_stop"},
        {ProposalKind::change_seal, "change_seal"},
        {ProposalKind::publish_text, "publish_text"},
        {ProposalKind::change_rules, "change_rules"},
        {ProposalKind::confirm_identity, "confirm_identity"},
        {ProposalKind::add_document, "add_document"},
        {ProposalKind::merge_accounts, "merge_accounts"},
    }};
};

enum class ProposalState {
    open,       ///< waits for a second person
    approved,   ///< decided; takes effect at its time
    applied,    ///< in effect
    refused,    ///< sent back with a reason
    withdrawn,  ///< by its maker
    failed,     ///< approved, but what it was about had changed
};

template <>
struct KeyTable<ProposalState> {
    static constexpr std::array<Keyed<ProposalState>, 6> rows{{
        {ProposalState::open, "open"},
        {ProposalState::approved, "approved"},
        {ProposalState::applied, "applied"},
        {ProposalState::refused, "refused"},
        {ProposalState::withdrawn, "withdrawn"},
        {ProposalState::failed, "failed"},
    }};
};

/// Who may prepare and who may decide.
[[nodiscard]] OfficeAct act_to_propose(ProposalKind kind) noexcept;
[[nodiscard]] OfficeAct act_to_decide(ProposalKind kind) noexcept;

/// Reasons are 2 to 500 characters after trimming; line breaks are kept.
/// @error office.reason_missing
[[nodiscard]] Result<std::string> parse_reason(std::string_view typed);
/// 决定文书编号, e.g. 演示人考〔2026〕12号: at most 64 characters, no control characters; may be
/// empty.
/// @error office.decision_no_invalid
[[nodiscard]] Result<std::string> parse_decision_no(std::string_view typed);

}  // namespace yinxin::domain
