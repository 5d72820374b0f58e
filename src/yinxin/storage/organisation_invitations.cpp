// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/organisation_invitations.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

constexpr Days kept_after_its_end{30};

/// Members stand in the order of sql/organisation_invitation/list_open.sql.
struct SealedInvitation {
    MemberInvitationId id;
    Bytes code;
    Instant made_at;
    Instant expires_at;
};

crypto::Digest32 index_of(const DataKeys& keys, const domain::InvitationCode& code) {
    return keys.index.of("organisation-invitation", code.value);
}

}  // namespace

Result<void> insert_member_invitation(Transaction& transaction,
                                      const DataKeys& keys,
                                      const NewMemberInvitation& i,
                                      Instant now) {
    const Bytes code =
        keys.columns.seal(personal_columns::organisation_invitation(i.organisation), i.code.value);
    YX_CHECK(transaction.execute(sql::organisation_invitation::insert,
                                 i.organisation,
                                 i.id,
                                 index_of(keys, i.code),
                                 code,
                                 i.made_by,
                                 now,
                                 i.expires_at));
    return ok();
}

Result<std::optional<OpenMemberInvitation>> find_member_invitation(
    Reader& reader, const DataKeys& keys, const domain::InvitationCode& code, Instant now) {
    return reader.maybe<OpenMemberInvitation>(
        sql::organisation_invitation::find_open, index_of(keys, code), now);
}

Result<std::vector<MemberInvitationRow>> list_member_invitations(Reader& reader,
                                                                 const DataKeys& keys,
                                                                 OrganisationId organisation,
                                                                 Instant now) {
    YX_TRY(
        const std::vector<SealedInvitation> sealed,
        reader.all<SealedInvitation>(sql::organisation_invitation::list_open, organisation, now));
    std::vector<MemberInvitationRow> rows;
    for (const SealedInvitation& one : sealed) {
        YX_TRY(std::string code,
               keys.columns.open_text(personal_columns::organisation_invitation(organisation),
                                      one.code));
        rows.push_back(
            {one.id, domain::InvitationCode{std::move(code)}, one.made_at, one.expires_at});
    }
    return rows;
}

Result<bool> end_member_invitation(Transaction& transaction,
                                   OrganisationId organisation,
                                   MemberInvitationId id,
                                   std::optional<AccountId> used_by,
                                   Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::organisation_invitation::end, organisation, id, used_by, now));
    return changed == 1;
}

Result<std::int64_t> forget_member_invitations(Transaction& transaction, Instant now) {
    return transaction.execute(sql::organisation_invitation::delete_old, now - kept_after_its_end);
}

}  // namespace yinxin::storage
