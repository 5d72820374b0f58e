// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/second_factor.hpp"

/// Passkeys as a second factor of holders: what passkeys.hpp is for the office, with the same
/// checks of what a browser sends.
namespace yinxin::service {

/// @param bound_to  the session's token, or the ticket of a login that waits for its second factor
/// @return none: there can be no passkeys at this address.
[[nodiscard]] Task<Result<std::optional<PasskeyAsk>>> ask_account_passkey(Services& services,
                                                                          AccountId account,
                                                                          Secret bound_to,
                                                                          PasskeyUse use);

/// Keeps a passkey that was just made.
/// @return recovery codes, where the account had no second factor before; else nothing.
/// @error account.passkey_refused, account.confirmation_required
/// @error invalid_input  the name; param `field`
/// @error conflict  known already, or there are most_account_passkeys
[[nodiscard]] Task<Result<std::vector<std::string>>> add_account_passkey(Services& services,
                                                                         SessionFacts by,
                                                                         Secret token,
                                                                         NewPasskey passkey);
/// @error invalid_input  the name; param `field`. @error not_found
[[nodiscard]] Task<Result<void>> rename_account_passkey(Services& services,
                                                        AccountId account,
                                                        std::int64_t slot,
                                                        std::string label);
/// @error account.confirmation_required, not_found
[[nodiscard]] Task<Result<void>> remove_account_passkey(Services& services,
                                                        SessionFacts by,
                                                        std::int64_t slot);

/// Judges an assertion and remembers its use. @error account.passkey_refused
Result<void> use_account_passkey(storage::Transaction& transaction,
                                 const Services& services,
                                 AccountId account,
                                 const Secret& bound_to,
                                 const PasskeyAssertion& assertion,
                                 Instant now);

}  // namespace yinxin::service
