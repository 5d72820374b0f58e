// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/second_factor.hpp"

#include <optional>
#include <string>

/// 我的手机: an owner who is logged in gives the account a mobile, or another one. A code proves
/// the new one. The old one is proved by a code as well (step_up.hpp), or the new one waits while
/// the old one is told, as in recovery (mobile_changes.hpp).
namespace yinxin::service {

struct OwnMobile {
    std::string masked_mobile;        ///< empty: the account has none
    bool is_at_once = false;          ///< the change needs no waiting
    bool needs_confirmation = false;  ///< confirming first would spare the waiting
    std::int64_t delay_days = 0;      ///< how long it waits otherwise, rounded up
};
[[nodiscard]] Task<Result<OwnMobile>> load_own_mobile(Services& services, SessionFacts by);

/// Sends a code to the new mobile. @error person.mobile_invalid, too_many_requests
[[nodiscard]] Task<Result<void>> request_own_mobile_code(Services& services,
                                                         SessionFacts by,
                                                         std::string mobile,
                                                         Origin origin);
/// @return when the new mobile will be in force; nothing: it is.
/// @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<std::optional<Instant>>> change_own_mobile(Services& services,
                                                                     SessionFacts by,
                                                                     Secret token,
                                                                     std::string code);

}  // namespace yinxin::service
