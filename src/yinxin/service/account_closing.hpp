// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/sessions.hpp"

#include <optional>
#include <string>
#include <vector>

/// 注销账号 (docs/privacy.md): asked with a code, taken back by the next login within seven days,
/// then nobody logs in any more; when the legal term has passed, what is personal goes.
/// Certificates and the audit stay: they are not the account's.
namespace yinxin::service {

inline constexpr Days time_to_think{7};
inline constexpr int accounts_per_round = 50;

/// What the page says before anything is done.
struct ClosingView {
    std::int64_t running_endorsements = 0;
    std::int64_t open_doubts = 0;
    std::int64_t open_uses = 0;              ///< organisations that may still fetch a copy
    std::vector<std::string> only_owner_of;  ///< organisations: hand over or close them first
    std::optional<Instant> closes_at;        ///< it was asked for already
    Instant would_close_at{};
    Instant would_erase_at{};
};
[[nodiscard]] Task<Result<ClosingView>> load_account_closing(Services& services,
                                                             const Actor& actor);

/// Enters the code: all sessions end, this one too.
/// @error account.code_wrong, account.code_expired
/// @error organisation.last_owner  of an organisation that is not closed
[[nodiscard]] Task<Result<void>> close_account(Services& services,
                                               AccountId account,
                                               std::string code);

/// Begins the closing for somebody whom the office has confirmed: as with the code, and a login
/// takes it back in the same time. Without an audit event. @error organisation.last_owner
Result<void> begin_closing(storage::Transaction& transaction,
                           const Services& services,
                           AccountId account,
                           Instant now);

/// Whether its time to think is over, before the round that closes it comes by, too.
Result<bool> is_closed(storage::Reader& reader, AccountId account, Instant now);

/// At every login: takes back a closing whose time has not come.
/// @error account.login_failed  the account is closed
Result<void> pass_closing(storage::Transaction& transaction, AccountId account, Instant now);

/// Closes the accounts whose time has come: no login, no binding, no membership. @return how many.
Result<std::int64_t> close_due_accounts(storage::Transaction& transaction, Instant now);
/// Erases what is personal of closed accounts whose term has passed. @return how many.
Result<std::int64_t> erase_due_accounts(storage::Transaction& transaction, Instant now);

}  // namespace yinxin::service
