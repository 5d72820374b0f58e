// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/organisation_invitations.hpp"

#include <optional>
#include <string>
#include <vector>

/// Who acts for an organisation: invited by an owner, joined by himself, removed or gone.
namespace yinxin::service {

inline constexpr std::int64_t joins_per_account_hour = 20;

/// Everybody who acts for an organisation, and for owners the invitations that are open.
struct MembersView {
    storage::Membership own;
    std::vector<storage::MemberRow> members;                ///< owners first
    std::vector<storage::MemberInvitationRow> invitations;  ///< newest first; empty for members
};
/// @error not_found
[[nodiscard]] Task<Result<MembersView>> load_members(Services& services,
                                                     AccountId account,
                                                     domain::OrganisationId organisation);

/// Makes a code for one more member, good for domain::invitation_days civil days after today.
/// @error not_found, forbidden
/// @error organisation.too_many  invitations are open, or members there, up to the limit
[[nodiscard]] Task<Result<void>> invite_member(Services& services,
                                               AccountId account,
                                               domain::OrganisationId organisation);
/// @error not_found, forbidden; organisation.invitation_over
[[nodiscard]] Task<Result<void>> withdraw_invitation(Services& services,
                                                     AccountId account,
                                                     domain::OrganisationId organisation,
                                                     storage::MemberInvitationId invitation);

/// What somebody with a code reads before joining.
struct MemberInvitationFacts {
    storage::OpenMemberInvitation invitation;
    bool is_member = false;  ///< already
};
/// @error organisation.invitation_over  unknown, used, withdrawn or over: one answer
/// @error too_many_requests             with retry_after; looking counts as trying
[[nodiscard]] Task<Result<MemberInvitationFacts>> look_at_invitation(Services& services,
                                                                     AccountId account,
                                                                     std::string code);
/// Joins; the code is used up.
/// @error organisation.invitation_over, organisation.member_exists, organisation.too_many
/// @error too_many_requests
[[nodiscard]] Task<Result<domain::OrganisationId>> join_organisation(Services& services,
                                                                     AccountId account,
                                                                     std::string code);

/// What an owner may do with somebody who acts for the organisation, himself included.
enum class MemberChange {
    make_owner,   ///< the other becomes an owner too
    make_member,  ///< the other is no owner any more
    hand_over,    ///< the other becomes an owner, and oneself a member
    remove,       ///< the other acts for it no more
};
/// Anybody may remove himself, and an owner be a member again; the rest is for owners.
/// @param other  a member; the asker himself: make_member and remove
/// @error not_found, forbidden, organisation.last_owner
[[nodiscard]] Task<Result<void>> change_member(Services& services,
                                               AccountId account,
                                               domain::OrganisationId organisation,
                                               AccountId other,
                                               MemberChange change);

}  // namespace yinxin::service

template <>
struct yinxin::domain::KeyTable<yinxin::service::MemberChange> {
    static constexpr std::array<Keyed<service::MemberChange>, 4> rows{{
        {service::MemberChange::make_owner, "make_owner"},
        {service::MemberChange::make_member, "make_member"},
        {service::MemberChange::hand_over, "hand_over"},
        {service::MemberChange::remove, "remove"},
    }};
};
