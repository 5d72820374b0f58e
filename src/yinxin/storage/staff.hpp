// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Rows of the people of the office. What they may do is domain/staff; who may change it is
/// service/staff_register.
namespace yinxin::storage {

enum class StaffState {
    invited,   ///< has not accepted the invitation yet
    active,    ///< password and second factor are set
    disabled,  ///< shut out; every session is ended
};

enum class InvitationKind {
    enrol,    ///< the first way in
    recover,  ///< the way back after a lost factor
};

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::StaffState> {
    static constexpr std::array<Keyed<storage::StaffState>, 3> rows{{
        {storage::StaffState::invited, "invited"},
        {storage::StaffState::active, "active"},
        {storage::StaffState::disabled, "disabled"},
    }};
};

template <>
struct KeyTable<storage::InvitationKind> {
    static constexpr std::array<Keyed<storage::InvitationKind>, 2> rows{{
        {storage::InvitationKind::enrol, "enrol"},
        {storage::InvitationKind::recover, "recover"},
    }};
};

}  // namespace yinxin::domain

namespace yinxin::storage {

/// One person as stored; members stand in the order of sql/staff/find.sql.
struct StaffRow {
    domain::StaffId id;
    std::string login_name;
    Bytes name_sealed;
    std::string issuer_id;  ///< empty: all authorities
    StaffState state = StaffState::invited;
    std::string password_hash;
    std::optional<Bytes> totp_sealed;
    std::int64_t totp_step = 0;  ///< of the last code that was used
    Instant created_at{};
    std::optional<Instant> last_login_at;
};

/// Enters somebody with the roles, invited. @error account.login_name_taken
Result<domain::StaffId> insert_staff(Transaction& transaction,
                                     const DataKeys& keys,
                                     std::string_view login_name,
                                     std::string_view name,
                                     std::string_view issuer_id,
                                     Instant now);
/// @error not_found
Result<StaffRow> find_staff(Reader& reader, domain::StaffId id);
Result<std::optional<StaffRow>> find_staff_by_login(Reader& reader, std::string_view login_name);
/// In the order of their login names.
Result<std::vector<StaffRow>> list_staff(Reader& reader);
/// @error crypto.unsealing_failed
Result<std::string> open_staff_name(const DataKeys& keys, const StaffRow& row);
/// The name of somebody who may be gone: "" for id 0. @error crypto.unsealing_failed
Result<std::string> staff_name(Reader& reader, const DataKeys& keys, domain::StaffId id);
/// @error not_found  none is set.  @error crypto.unsealing_failed
Result<Secret> open_totp_secret(const DataKeys& keys, const StaffRow& row);

Result<domain::RoleSet> list_roles(Reader& reader, domain::StaffId id);
/// Grants what is missing and takes the rest. @error storage.conflict  administrators hold one
/// role.
Result<void> set_roles(Transaction& transaction,
                       domain::StaffId id,
                       domain::RoleSet roles,
                       domain::StaffId granted_by,
                       Instant now);

struct NewInvitation {
    domain::StaffId staff;
    InvitationKind kind = InvitationKind::enrol;
    Secret totp_secret;       ///< what the new authenticator will hold
    domain::StaffId made_by;  ///< 0: the operator
    Instant created_at{};
    Instant expires_at{};
};
/// Keeps an invitation by the hash of its code; earlier ones of the same person end.
Result<void> insert_invitation(Transaction& transaction,
                               const DataKeys& keys,
                               const crypto::Digest32& code_hash,
                               const NewInvitation& invitation);
struct OpenInvitation {
    domain::StaffId staff;
    InvitationKind kind = InvitationKind::enrol;
    Secret totp_secret;
    Instant expires_at{};
};
/// None: unknown, used or over. @error crypto.unsealing_failed
Result<std::optional<OpenInvitation>> find_invitation(Reader& reader,
                                                      const DataKeys& keys,
                                                      const crypto::Digest32& code_hash,
                                                      Instant now);
/// Uses the invitation up and lets its owner in. @error staff.invitation_over  somebody was faster.
struct Activation {
    std::string password_hash;
    Secret totp_secret;
    std::int64_t totp_step = 0;
};
Result<void> activate_staff(Transaction& transaction,
                            const DataKeys& keys,
                            const crypto::Digest32& code_hash,
                            domain::StaffId id,
                            const Activation& activation,
                            Instant now);
/// Another secret for codes, whose first code was just shown.
Result<void> set_totp_secret(Transaction& transaction,
                             const DataKeys& keys,
                             domain::StaffId id,
                             const Secret& secret,
                             std::int64_t step);

}  // namespace yinxin::storage
