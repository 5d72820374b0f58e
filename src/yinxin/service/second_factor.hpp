// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/passkeys.hpp"
#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/account_factors.hpp"

#include <optional>
#include <string>
#include <vector>

/// 两步验证: the second factor of holders who want one: an authenticator app, up to five passkeys,
/// and ten recovery codes for the day neither is at hand. Whoever has lost all of it goes to the
/// office (docs/accounts.md).
namespace yinxin::service {

inline constexpr int recovery_codes_made = 10;
inline constexpr std::size_t most_account_passkeys = 5;
/// How long after somebody proved once more who it is the second factor may be changed.
inline constexpr std::chrono::minutes confirmation_lasts{10};

struct SecondFactor {
    std::optional<Instant> totp_added_at;
    std::vector<storage::AccountPasskey> passkeys;  ///< oldest first
    std::int64_t recovery_codes_left = 0;

    [[nodiscard]] bool is_on() const noexcept { return totp_added_at || !passkeys.empty(); }
};
Result<SecondFactor> read_second_factor(storage::Reader& reader,
                                        const storage::DataKeys& keys,
                                        AccountId account);
[[nodiscard]] Task<Result<SecondFactor>> load_second_factor(Services& services, AccountId account);

/// Whether this session may change the second factor, or the mobile, without asking again.
[[nodiscard]] bool is_confirmed(const SessionFacts& facts, Instant now) noexcept;

/// What somebody shows: the six digits of the app or a recovery code, or a passkey.
struct ShownFactor {
    std::string code;
    std::optional<PasskeyAssertion> passkey;
    Secret bound_to;  ///< the token the passkey's challenge was made for
};
/// A refusal is a value, so that the count of attempts stays.
struct FactorJudgement {
    std::optional<Error> refusal;  ///< account.second_factor_wrong, account.passkey_refused, …
    std::string factor;            ///< "totp", "recovery_code", "passkey"
};
/// Counts the try, judges and uses up what was shown. Tries are delayed like those at a password;
/// the count is of one civil day, so that nobody is shut out for good by somebody who knows it.
Result<FactorJudgement> judge_factor(storage::Transaction& transaction,
                                     const Services& services,
                                     AccountId account,
                                     const ShownFactor& shown,
                                     Instant now);

/// Takes an authenticator app, in place of the one before; other sessions end, the mobile is told.
/// @return recovery codes, where the account had no second factor before; else nothing.
/// @error account.second_factor_wrong  the code does not fit the secret
/// @error account.confirmation_required
[[nodiscard]] Task<Result<std::vector<std::string>>> add_authenticator(
    Services& services, SessionFacts by, Secret token, Secret secret, std::string code);
/// @error account.confirmation_required, not_found
[[nodiscard]] Task<Result<void>> remove_authenticator(Services& services, SessionFacts by);
/// Ten new ones; the old ones are void. @error account.confirmation_required
/// @error not_found  there is no second factor to be recovered
[[nodiscard]] Task<Result<std::vector<std::string>>> remake_recovery_codes(Services& services,
                                                                           SessionFacts by);

/// All of it goes, and the mobile is told; nothing where there is none.
/// @param by  for the audit: "office"
Result<void> remove_second_factor(storage::Transaction& transaction,
                                  const Services& services,
                                  AccountId account,
                                  std::string by,
                                  Instant now);

/// What follows when a factor was added: recovery codes if it is the first, other sessions end, the
/// mobile is told.
Result<std::vector<std::string>> settle_added(storage::Transaction& transaction,
                                              const Services& services,
                                              AccountId account,
                                              const Secret& token,
                                              std::string factor,
                                              bool is_first,
                                              Instant now);
/// The same when one was removed: with the last one the recovery codes go.
Result<void> settle_removed(storage::Transaction& transaction,
                            const Services& services,
                            AccountId account,
                            std::string factor,
                            Instant now);

}  // namespace yinxin::service
