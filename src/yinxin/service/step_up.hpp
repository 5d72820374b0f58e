// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/second_factor.hpp"

/// 确认是您本人: whoever is logged in proves once more who it is, with the second factor if the
/// account has one, else with a code to its mobile. Asked for before the second factor or the
/// mobile is changed, and at a new device (devices.hpp).
namespace yinxin::service {

/// With what this account can confirm.
enum class StepUpWay {
    second_factor,
    code,     ///< to its mobile
    nothing,  ///< it has neither
};
struct StepUp {
    StepUpWay way = StepUpWay::nothing;
    bool has_totp = false;
    bool has_passkeys = false;
    std::string masked_mobile;
};
[[nodiscard]] Task<Result<StepUp>> find_step_up(Services& services, AccountId account);

/// Sends a code to the account's own mobile.
/// @error forbidden  there is a second factor: that is what is asked for
/// @error account.mobile_missing, too_many_requests, messages.unavailable
[[nodiscard]] Task<Result<void>> request_step_up_code(Services& services,
                                                      AccountId account,
                                                      Origin origin);
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<void>> confirm_by_code(Services& services,
                                                 AccountId account,
                                                 Secret token,
                                                 std::string code);
/// @error account.second_factor_wrong, account.passkey_refused, too_many_requests
[[nodiscard]] Task<Result<void>> confirm_by_factor(Services& services,
                                                   AccountId account,
                                                   Secret token,
                                                   ShownFactor shown);

/// The session is confirmed, and its device no longer new. For logins that proved as much.
Result<void> mark_confirmed(storage::Transaction& transaction,
                            AccountId account,
                            const Secret& token,
                            Instant now);

}  // namespace yinxin::service
