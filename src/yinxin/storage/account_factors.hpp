// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

/// Rows of the second factor of an account: the authenticator app and the passkeys of a holder who
/// wants one.
namespace yinxin::storage {

/// The authenticator app of an account, opened.
struct AccountTotp {
    Secret secret;
    std::int64_t last_step = 0;  ///< of the newest code that was used
    Instant added_at{};
};
/// @error crypto.unsealing_failed
Result<std::optional<AccountTotp>> find_account_totp(Reader& reader,
                                                     const DataKeys& keys,
                                                     AccountId account);
/// In place of the one before.
Result<void> put_account_totp(Transaction& transaction,
                              const DataKeys& keys,
                              AccountId account,
                              const AccountTotp& totp);

struct AccountPasskey {
    std::int64_t slot = 0;  ///< 1 to 5
    Bytes credential_id;
    Bytes public_key;  ///< SubjectPublicKeyInfo
    std::int64_t sign_count = 0;
    std::string label;
    Instant created_at{};
    std::optional<Instant> last_used_at;
};
/// In the lowest slot that is free. @error conflict  known already, or none is free.
Result<void> insert_account_passkey(Transaction& transaction,
                                    const DataKeys& keys,
                                    AccountId account,
                                    const AccountPasskey& passkey);
/// Oldest first. @error crypto.unsealing_failed
Result<std::vector<AccountPasskey>> list_account_passkeys(Reader& reader,
                                                          const DataKeys& keys,
                                                          AccountId account);
/// @return whether there was one.
Result<bool> rename_account_passkey(Transaction& transaction,
                                    const DataKeys& keys,
                                    AccountId account,
                                    std::int64_t slot,
                                    const std::string& label);

/// Whether the account asks for a second factor: an authenticator app or a passkey. Recovery codes
/// alone are none.
Result<bool> has_second_factor(Reader& reader, const DataKeys& keys, AccountId account);

/// Forgets all of it, recovery codes too.
Result<void> delete_second_factor(Transaction& transaction, AccountId account);

}  // namespace yinxin::storage
