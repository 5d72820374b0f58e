// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/code_requests.hpp"

/// A code to the account's own mobile before it sees or ends what is all of it: 我的数据, 注销账号.
namespace yinxin::service {

/// Sends one. @error too_many_requests  with retry_after
[[nodiscard]] Task<Result<void>> request_account_code(Services& services,
                                                      AccountId account,
                                                      CodePurpose purpose,
                                                      Origin origin);
/// Sends one to another mobile, or to a mail address, which is what the right code then gives
/// (CodeEntry::facts).
/// @error too_many_requests, messages.unavailable, messages.mail_unavailable
[[nodiscard]] Task<Result<void>> request_code_to(Services& services,
                                                 AccountId account,
                                                 CodePurpose purpose,
                                                 domain::Recipient to,
                                                 Origin origin);
/// For the page that asks for the code. @error account.code_expired
[[nodiscard]] Task<Result<CodeRequestFacts>> find_account_code(Services& services,
                                                               AccountId account,
                                                               CodePurpose purpose);
/// @error too_many_requests, account.code_expired
[[nodiscard]] Task<Result<void>> resend_account_code(Services& services,
                                                     AccountId account,
                                                     CodePurpose purpose);
/// Counts the attempt and compares, in the transaction of what the code is for.
Result<CodeEntry> enter_account_code(storage::Transaction& transaction,
                                     const Services& services,
                                     AccountId account,
                                     CodePurpose purpose,
                                     const std::string& code,
                                     Instant now);

}  // namespace yinxin::service
