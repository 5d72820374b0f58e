// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/mobile.hpp"
#include "yinxin/service/sessions.hpp"

#include <chrono>
#include <string>

/// Six digits sent to a mobile. A request is a row; the browser holds a ticket that names it, of
/// which only the SHA-256 is stored; the code is stored as a keyed hash.
namespace yinxin::service {

enum class CodePurpose;  ///< code_requests.hpp

inline constexpr std::size_t code_length = 6;
inline constexpr std::chrono::minutes code_lifetime{10};
inline constexpr std::int64_t code_attempts = 5;  ///< wrong entries per sent code
inline constexpr std::int64_t code_sends = 3;     ///< per ticket, the first included
inline constexpr std::chrono::seconds code_resend_wait{60};
inline constexpr std::int64_t codes_per_mobile_hour = 5;
inline constexpr std::int64_t codes_per_mobile_day = 10;
inline constexpr std::int64_t codes_per_address_hour = 20;

/// The name of one request; goes into a cookie (HttpOnly) until the code is confirmed.
struct CodeTicket {
    Secret token;  ///< 256 random bits as base64url
    std::string masked_mobile;
    std::int64_t minutes = 10;  ///< how long the code works
};

/// What the page that asks for the code shows; also for a mobile nobody has.
struct CodeRequestFacts {
    std::string masked_recipient;
    std::int64_t minutes = 10;  ///< until the code expires, rounded up
    Instant resend_possible_at{};
};

/// 验证码登录: asks for a code to log in with a mobile that an account has confirmed. The answer is
/// the same for a mobile nobody has; nothing is sent then.
/// @error person.mobile_invalid
/// @error too_many_requests  with retry_after
[[nodiscard]] Task<Result<CodeTicket>> request_login_code(Services& services,
                                                          std::string mobile,
                                                          Origin origin);

/// Logs in with the code. A mobile of several accounts opens the one that is bound to a person,
/// then the one used last.
/// @error account.code_wrong    param `attempts_left`
/// @error account.code_expired  also used, or too many wrong entries
[[nodiscard]] Task<Result<LoggedIn>> log_in_with_code(Services& services,
                                                      Secret ticket,
                                                      std::string code,
                                                      Origin origin);

/// For the page behind a ticket, of what is asked before login.
/// @param purpose  of the page: a ticket of another one leads nowhere
/// @error account.code_expired
[[nodiscard]] Task<Result<CodeRequestFacts>> find_code_request(Services& services,
                                                               CodePurpose purpose,
                                                               Secret ticket);

/// Sends another code for the same request; the one before stops working.
/// @param purpose  as above
/// @error too_many_requests     with retry_after
/// @error account.code_expired  used, expired, or sent code_sends times
[[nodiscard]] Task<Result<CodeTicket>> resend_code(Services& services,
                                                   CodePurpose purpose,
                                                   Secret ticket,
                                                   Origin origin);

/// Removes requests that can no longer be used. @return how many.
Result<std::int64_t> forget_old_codes(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
