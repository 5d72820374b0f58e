// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/staff_sessions.hpp"
#include "yinxin/storage/staff.hpp"

#include <optional>
#include <string>
#include <vector>

/// Who works here: invitations, roles, the way back after a lost factor. Kept by the security
/// administrators, who can do nothing else.
namespace yinxin::service {

inline constexpr std::chrono::hours invitation_lasts{72};
inline constexpr int recovery_codes = 10;

struct NewColleague {
    std::string login_name;
    std::string name;
    std::string issuer_id;  ///< empty: all authorities
    domain::RoleSet roles;
};
/// The code of an invitation is shown once, to whoever made it, and handed over in person.
struct Invited {
    domain::StaffId staff;
    Secret code;  ///< four groups of four characters
    Instant expires_at{};
};
/// @error account.login_name_invalid, account.login_name_taken, person.name_invalid
///        param `field`: login_name, name, issuer, roles
/// @error staff.roles_exclusive, invalid_input
[[nodiscard]] Task<Result<Invited>> invite_staff(Services& services,
                                                 domain::StaffActor actor,
                                                 NewColleague colleague);
/// The operator's own way, for the first administrators of an installation (yinxin init, yinxin
/// staff). @error as invite_staff, but for the issuer, which is not looked up
Result<Invited> invite_as_operator(storage::Transaction& transaction,
                                   const storage::DataKeys& keys,
                                   const NewColleague& colleague,
                                   Instant now);
/// The same for somebody who is here already: the way back when no security administrator can come
/// in. @error not_found  @error forbidden  shut out
Result<Invited> recover_as_operator(storage::Transaction& transaction,
                                    const storage::DataKeys& keys,
                                    std::string_view login_name,
                                    Instant now);
/// A new invitation for somebody who lost a factor, or whose invitation is over. What there was
/// goes on working until it is accepted. @error not_found
[[nodiscard]] Task<Result<Invited>> recover_staff(Services& services,
                                                  domain::StaffActor actor,
                                                  domain::StaffId staff);
/// Nobody changes his own. Effective with the next request.
/// @error staff.roles_exclusive, staff.last_of_role, forbidden, not_found
[[nodiscard]] Task<Result<void>> change_roles(Services& services,
                                              domain::StaffActor actor,
                                              domain::StaffId staff,
                                              domain::RoleSet roles);
/// Shuts somebody out at once, or lets back in. Nobody does this to himself.
/// @error staff.last_of_role, forbidden, not_found
[[nodiscard]] Task<Result<void>> set_staff_state(Services& services,
                                                 domain::StaffActor actor,
                                                 domain::StaffId staff,
                                                 storage::StaffState state);

/// One person on the page of the security administrators.
struct Colleague {
    domain::StaffId id;
    std::string login_name;
    std::string name;
    std::string issuer_id;
    domain::RoleSet roles;
    storage::StaffState state = storage::StaffState::invited;
    std::optional<Instant> invited_until;
    std::optional<Instant> last_login_at;
};
[[nodiscard]] Task<Result<std::vector<Colleague>>> list_colleagues(Services& services,
                                                                   domain::StaffActor actor);
/// @error not_found
[[nodiscard]] Task<Result<Colleague>> find_colleague(Services& services,
                                                     domain::StaffActor actor,
                                                     domain::StaffId staff);

/// What the page of an invitation shows to whoever has its code.
struct InvitationFacts {
    std::string login_name;
    std::string name;
    domain::RoleSet roles;
    bool is_recovery = false;
    Secret totp_secret;
};
/// @error staff.invitation_over, too_many_requests
[[nodiscard]] Task<Result<InvitationFacts>> find_open_invitation(Services& services,
                                                                 Secret code,
                                                                 Origin origin);
/// Sets password and second factor and begins a session with both shown. Every older session,
/// passkey and recovery code of the person ends.
struct Accepted {
    Secret token;
    std::vector<std::string> recovery_codes;  ///< shown once
};
/// @error staff.invitation_over, staff.code_wrong, account.password_too_short, …_long, …_common
[[nodiscard]] Task<Result<Accepted>> accept_invitation(
    Services& services, Secret code, Secret password, std::string totp, Origin origin);

/// Ten fresh recovery codes; the old ones go.
[[nodiscard]] Task<Result<std::vector<std::string>>> renew_recovery_codes(Services& services,
                                                                          domain::StaffActor actor);
/// Puts another authenticator in the place of the old one; every session but this one ends.
/// @error staff.code_wrong
[[nodiscard]] Task<Result<void>> change_authenticator(
    Services& services, domain::StaffActor actor, Secret token, Secret secret, std::string totp);

/// One's own account.
struct OwnStaffAccount {
    std::int64_t recovery_codes_left = 0;
    std::size_t passkeys = 0;
    std::size_t keys = 0;  ///< of signed requests
    std::vector<SessionLine> sessions;
};
[[nodiscard]] Task<Result<OwnStaffAccount>> own_staff_account(Services& services,
                                                              domain::StaffActor actor,
                                                              Secret token);
/// Removes invitations that were over long ago. @return how many.
Result<std::int64_t> forget_old_invitations(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
