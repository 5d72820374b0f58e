// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/staff_sessions.hpp"
#include "yinxin/storage/staff.hpp"

#include <functional>
#include <string>

/// The second factor, whatever it is: counted, audited, and the session goes on under a new token.
/// For the use cases of this room.
namespace yinxin::service {

/// What became of a factor that was shown.
struct FactorShowing {
    std::string factor;  ///< for the audit: "totp", "passkey"; empty: it was none
    ErrorCode refusal = ErrorCode::staff_code_wrong;  ///< where it was none
    std::string reason = "wrong_second_factor";       ///< for the audit, where it was none
};
/// Judges inside the transaction and uses up what works once. An Error undoes everything, the count
/// too; a refusal is a value, so that it stays counted.
using JudgeFactor = std::function<Result<FactorShowing>(
    storage::Transaction& transaction, const storage::StaffRow& row, Instant now)>;

/// @return the session's new token.
/// @error too_many_requests, account.password_disabled, staff.session_over, and the refusal
[[nodiscard]] Task<Result<Secret>> confirm_by_factor(Services& services,
                                                     Secret token,
                                                     JudgeFactor judge);

/// Where failures with the second factor of somebody are counted.
[[nodiscard]] crypto::Digest32 factor_index(const storage::DataKeys& keys, domain::StaffId staff);
/// Where failures with a user name of the office are counted.
[[nodiscard]] crypto::Digest32 staff_name_index(const storage::DataKeys& keys,
                                                std::string_view login_name);
/// One event of a way in that stayed closed.
Result<void> audit_staff_refused(storage::Transaction& transaction,
                                 domain::StaffId staff,
                                 std::string reason,
                                 Instant now);

}  // namespace yinxin::service
