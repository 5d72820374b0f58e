// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/bulk_answers.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/storage/bulk_checks.hpp"

#include <string>

/// From the draft of a bulk check to its start: one purpose and one code for all of it. Nothing is
/// looked up before.
namespace yinxin::service {

inline constexpr std::int64_t bulk_codes_per_hour = 10;  ///< of one account

/// Asks for a code to the account's own mobile.
/// @error purpose.invalid, bulk.columns_missing, bulk.empty, bulk.too_many  param `field`: purpose,
/// columns
/// @error bulk.running, bulk.not_open, not_found, too_many_requests
[[nodiscard]] Task<Result<void>> begin_bulk(Services& services,
                                            AccountId account,
                                            domain::BulkId check,
                                            std::string purpose,
                                            Origin origin);
/// For the page that asks for the code. @error account.code_expired
[[nodiscard]] Task<Result<CodeRequestFacts>> find_bulk_request(Services& services,
                                                               AccountId account,
                                                               domain::BulkId check);
/// @error too_many_requests, account.code_expired
[[nodiscard]] Task<Result<void>> resend_bulk_code(Services& services,
                                                  AccountId account,
                                                  domain::BulkId check);
/// Starts the check with the right code.
/// @param checker  who asks, as the holders will read it; the purpose comes from begin_bulk
/// @error account.code_wrong  param `attempts_left`
/// @error account.code_expired, bulk.running, bulk.not_open, too_many_requests
[[nodiscard]] Task<Result<void>> confirm_bulk(Services& services,
                                              AccountId account,
                                              storage::Checker checker,
                                              domain::BulkId check,
                                              std::string code);

/// Starts a draft whose owner needs no code, or has entered it.
/// @error bulk.columns_missing, bulk.empty, bulk.running, bulk.not_open, not_found
/// @error too_many_requests  more rows and files than settings.bulk.items_per_day
Result<void> start_draft(storage::Transaction& transaction,
                         const Services& services,
                         const storage::BulkOwner& owner,
                         domain::BulkId check,
                         const BulkAsker& asker,
                         Instant now);

}  // namespace yinxin::service
