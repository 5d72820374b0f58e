// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/staff.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::StaffId;

/// Members stand in the order of sql/staff/find_invitation.sql.
struct SealedInvitation {
    StaffId staff;
    InvitationKind kind = InvitationKind::enrol;
    Bytes secret;
    Instant expires_at{};
};

}  // namespace

Result<StaffId> insert_staff(Transaction& transaction,
                             const DataKeys& keys,
                             std::string_view login_name,
                             std::string_view name,
                             std::string_view issuer_id,
                             Instant now) {
    const auto id = make_id<StaffId>();
    const std::string login = login_key(login_name);
    YX_TRY(const std::int64_t reserved, transaction.execute(sql::staff::reserve_login, login, id));
    if (reserved == 0) return Error(ErrorCode::login_name_taken);
    const Bytes sealed = keys.columns.seal(personal_columns::staff_name(id), name);
    YX_CHECK(transaction.execute(sql::staff::insert, id, login, sealed, issuer_id, now));
    return id;
}

Result<StaffRow> find_staff(Reader& reader, StaffId id) {
    return reader.one<StaffRow>(sql::staff::find, id);
}

Result<std::optional<StaffRow>> find_staff_by_login(Reader& reader, std::string_view login_name) {
    return reader.maybe<StaffRow>(sql::staff::find_by_login, login_key(login_name));
}

Result<std::vector<StaffRow>> list_staff(Reader& reader) {
    return reader.all<StaffRow>(sql::staff::list);
}

Result<std::string> open_staff_name(const DataKeys& keys, const StaffRow& row) {
    return keys.columns.open_text(personal_columns::staff_name(row.id), row.name_sealed);
}

Result<std::string> staff_name(Reader& reader, const DataKeys& keys, StaffId id) {
    if (!id.is_set()) return std::string();
    YX_TRY(const auto row, reader.maybe<StaffRow>(sql::staff::find, id));
    if (!row) return std::string();
    return open_staff_name(keys, *row);
}

Result<Secret> open_totp_secret(const DataKeys& keys, const StaffRow& row) {
    if (!row.totp_sealed) return Error(ErrorCode::not_found, "no second factor");
    YX_TRY(std::string secret,
           keys.columns.open_text(personal_columns::staff_totp(row.id), *row.totp_sealed));
    return Secret(std::move(secret));
}

Result<domain::RoleSet> list_roles(Reader& reader, StaffId id) {
    YX_TRY(const auto rows, reader.all<std::string>(sql::staff::list_roles, id));
    domain::RoleSet roles;
    for (const std::string& row : rows) {
        // A role of a later program gives nothing here.
        if (const auto role = domain::parse_key<domain::StaffRole>(row)) roles.add(*role);
    }
    return roles;
}

Result<void> set_roles(
    Transaction& transaction, StaffId id, domain::RoleSet roles, StaffId granted_by, Instant now) {
    for (const auto& row : domain::all_keyed<domain::StaffRole>()) {
        if (!roles.has(row.value)) {
            YX_CHECK(transaction.execute(sql::staff::take_role, id, row.key));
        }
    }
    for (const domain::StaffRole role : roles.list()) {
        YX_CHECK(transaction.execute(sql::staff::grant_role, id, role, granted_by, now));
    }
    return ok();
}

Result<void> insert_invitation(Transaction& transaction,
                               const DataKeys& keys,
                               const crypto::Digest32& code_hash,
                               const NewInvitation& invitation) {
    YX_CHECK(
        transaction.execute(sql::staff::end_invitations, invitation.staff, invitation.created_at));
    const Bytes sealed = keys.columns.seal(personal_columns::staff_invitation(code_hash),
                                           invitation.totp_secret.expose());
    YX_CHECK(transaction.execute(sql::staff::insert_invitation,
                                 code_hash,
                                 invitation.staff,
                                 invitation.kind,
                                 sealed,
                                 invitation.made_by,
                                 invitation.created_at,
                                 invitation.expires_at));
    return ok();
}

Result<std::optional<OpenInvitation>> find_invitation(Reader& reader,
                                                      const DataKeys& keys,
                                                      const crypto::Digest32& code_hash,
                                                      Instant now) {
    YX_TRY(auto sealed,
           reader.maybe<SealedInvitation>(sql::staff::find_invitation, code_hash, now));
    if (!sealed) return std::optional<OpenInvitation>();
    YX_TRY(std::string secret,
           keys.columns.open_text(personal_columns::staff_invitation(code_hash), sealed->secret));
    return std::optional(
        OpenInvitation{sealed->staff, sealed->kind, Secret(std::move(secret)), sealed->expires_at});
}

Result<void> activate_staff(Transaction& transaction,
                            const DataKeys& keys,
                            const crypto::Digest32& code_hash,
                            StaffId id,
                            const Activation& activation,
                            Instant now) {
    YX_TRY(const std::int64_t used,
           transaction.execute(sql::staff::use_invitation, code_hash, now));
    const Bytes sealed =
        keys.columns.seal(personal_columns::staff_totp(id), activation.totp_secret.expose());
    YX_TRY(const std::int64_t activated,
           transaction.execute(
               sql::staff::activate, id, activation.password_hash, sealed, activation.totp_step));
    if (used == 0 || activated == 0) return Error(ErrorCode::staff_invitation_over);
    return ok();
}

Result<void> set_totp_secret(Transaction& transaction,
                             const DataKeys& keys,
                             StaffId id,
                             const Secret& secret,
                             std::int64_t step) {
    const Bytes sealed = keys.columns.seal(personal_columns::staff_totp(id), secret.expose());
    YX_CHECK(transaction.execute(sql::staff::set_totp, id, sealed, step));
    return ok();
}

}  // namespace yinxin::storage
