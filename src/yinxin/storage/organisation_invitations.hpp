// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/invitation_code.hpp"
#include "yinxin/storage/organisations.hpp"

/// 邀请: codes with which accounts join an organisation, each once.
namespace yinxin::storage {

using MemberInvitationId = Id<struct MemberInvitationTag>;

struct NewMemberInvitation {
    OrganisationId organisation;
    MemberInvitationId id;
    domain::InvitationCode code;
    AccountId made_by;
    Instant expires_at{};  ///< exclusive
};
Result<void> insert_member_invitation(Transaction& transaction,
                                      const DataKeys& keys,
                                      const NewMemberInvitation& invitation,
                                      Instant now);

/// An invitation that may still be used. In the order of sql/organisation_invitation/find_open.sql.
struct OpenMemberInvitation {
    OrganisationId organisation;
    MemberInvitationId id;
    std::string organisation_name;
    domain::OrganisationStanding standing = domain::OrganisationStanding::stated;
    Instant expires_at{};
};
/// Nothing for a code that is unknown, used, withdrawn or over: nobody can tell which.
Result<std::optional<OpenMemberInvitation>> find_member_invitation(
    Reader& reader, const DataKeys& keys, const domain::InvitationCode& code, Instant now);

/// An invitation as its organisation's owners read it.
struct MemberInvitationRow {
    MemberInvitationId id;
    domain::InvitationCode code;
    Instant made_at{};
    Instant expires_at{};
};
/// Those that may still be used, newest first.
Result<std::vector<MemberInvitationRow>> list_member_invitations(Reader& reader,
                                                                 const DataKeys& keys,
                                                                 OrganisationId organisation,
                                                                 Instant now);

/// Uses it up (by an account), or withdraws it (by nobody).
/// @return false: it was used, withdrawn or over before; nothing is changed.
Result<bool> end_member_invitation(Transaction& transaction,
                                   OrganisationId organisation,
                                   MemberInvitationId id,
                                   std::optional<AccountId> used_by,
                                   Instant now);
/// Forgets those nobody can use any more; the audit keeps that they were. @return how many.
Result<std::int64_t> forget_member_invitations(Transaction& transaction, Instant now);

}  // namespace yinxin::storage
