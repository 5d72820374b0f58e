// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/storage/mobile_changes.hpp"

#include <optional>
#include <string>

/// 更换手机: how an account gets another mobile without the old one. What waits for its time is
/// told to the old one at once, and its owner may object.
namespace yinxin::service {

/// Begins a change that is in force after settings.recovery.mobile_delay, and tells the old mobile.
/// @return when it will be in force.
Result<Instant> begin_mobile_change(storage::Transaction& transaction,
                                    const Services& services,
                                    AccountId account,
                                    const domain::Mobile& mobile,
                                    storage::MobileChangeProof proof,
                                    Instant now);

/// Puts the mobile in place at once: all sessions end, and both mobiles are told.
/// @param by  for the audit: "time", "office", "owner"
/// @param kept  the session in which the owner asked for it; none: every session ends
Result<void> put_mobile(storage::Transaction& transaction,
                        const Services& services,
                        AccountId account,
                        const domain::Mobile& mobile,
                        std::string by,
                        Instant now,
                        const std::optional<crypto::Digest32>& kept = std::nullopt);

/// Lets changes whose time has come take effect. For the job that watches the clock. @return how
/// many were handled.
Result<std::int64_t> apply_due_mobile_changes(const Services& services, Instant now, int most);

/// A change that waits, for the page of its account.
struct WaitingMobileChange {
    std::string masked_mobile;
    Instant asked_at{};
    Instant effective_at{};
};
[[nodiscard]] Task<Result<std::optional<WaitingMobileChange>>> find_mobile_change(
    Services& services, AccountId account);
/// The owner is logged in and says that it was not him. Nothing waiting: nothing happens.
[[nodiscard]] Task<Result<void>> object_to_mobile_change(Services& services, AccountId account);

/// For an owner who cannot log in: a code to the old mobile. The answer is the same for a mobile of
/// nobody, and where nothing waits; nothing is sent then.
/// @error person.mobile_invalid, too_many_requests
[[nodiscard]] Task<Result<CodeTicket>> request_objection_code(Services& services,
                                                              std::string mobile,
                                                              Origin origin);
/// Objects for every account of this mobile. @error account.code_wrong, account.code_expired
[[nodiscard]] Task<Result<void>> object_with_code(Services& services,
                                                  Secret ticket,
                                                  std::string code);

}  // namespace yinxin::service
