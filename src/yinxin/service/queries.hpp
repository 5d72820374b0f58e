// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/human_check.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/query_answers.hpp"
#include "yinxin/storage/checks.hpp"

#include <string>

/// 证书查询: a verifier who has three fields of a certificate learns how it stands. Nothing is
/// looked up before the code sent to his own mobile is entered, so that until then what exists and
/// what does not cannot be told apart, by words or by time.
namespace yinxin::service {

inline constexpr std::int64_t queries_per_account_hour = 20;
inline constexpr std::int64_t queries_per_account_day = 60;
/// Of those who answer the question instead of letting a script work.
inline constexpr std::int64_t queries_by_question_hour = 5;
/// About one ID number, whoever asks.
inline constexpr std::int64_t queries_per_target_hour = 10;

/// Opens a query and sends a code to the account's own mobile.
/// @error person.*, certificate.number_invalid, purpose.invalid, query.human_check_failed
///        with param `field`: name, id_number, management_number, purpose, answer
/// @error too_many_requests  with retry_after
[[nodiscard]] Task<Result<void>> begin_query(
    Services& services, AccountId account, Query query, HumanAnswer human, Origin origin);

/// For the page that asks for the code. @error account.code_expired
[[nodiscard]] Task<Result<CodeRequestFacts>> find_query_request(Services& services,
                                                                AccountId account);
/// @error too_many_requests, account.code_expired
[[nodiscard]] Task<Result<void>> resend_query_code(Services& services, AccountId account);

/// Enters the code, looks the certificate up and keeps the answer for the account. A certificate
/// that is found is kept as a check with its purpose and shown to its holder.
/// @param checker  who asks, as the holder will read it
/// @return the token of the answer's page.
/// @error account.code_wrong  param `attempts_left`
/// @error account.code_expired
[[nodiscard]] Task<Result<std::string>> confirm_query(Services& services,
                                                      AccountId account,
                                                      storage::Checker checker,
                                                      std::string code);

}  // namespace yinxin::service
