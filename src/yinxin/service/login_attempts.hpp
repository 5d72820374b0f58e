// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/password.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/accounts.hpp"

#include <optional>
#include <string>

/// One try at a password. The failure is counted before the password is checked, and taken back by
/// a success: a thousand tries at once count as a thousand.
namespace yinxin::service {

struct LoginAttempt {
    crypto::Digest32 name_index{};
    std::optional<storage::AccountRow> account;  ///< none: nobody has this name
    std::optional<Error> refusal;                ///< not even checked; already in the audit
};

/// Finds the account and counts the try, or refuses it: too soon, or disabled. The refusal is a
/// value, so that the transaction keeps its audit event. A browser the account knows has a row of
/// failures of its own: what strangers did to the name does not concern it.
Result<LoginAttempt> begin_attempt(storage::Transaction& transaction,
                                   const Services& services,
                                   const std::string& login_name,
                                   Instant now,
                                   const std::string& device_mark = {});

/// Counts a try under an index of its own (names of the office, second factors) before it is known
/// how it ends. @return why it is not even looked at: too soon, or too often; else nothing.
Result<std::optional<Error>> count_attempt(storage::Transaction& transaction,
                                           const crypto::Digest32& index,
                                           Instant now);
/// Ends a row of failures counted under this index.
Result<void> forgive_attempts(storage::Transaction& transaction, const crypto::Digest32& index);

/// A success, or another way in, ends the row of failures.
Result<void> forgive_failures(storage::Transaction& transaction,
                              const storage::DataKeys& keys,
                              const std::string& login_name);

/// Removes rows of failures that ended 90 days ago and disabled nothing. @return how many.
Result<std::int64_t> forget_old_failures(storage::Transaction& transaction, Instant now);

/// The try was never checked (the pool was full).
Result<void> take_back_attempt(storage::Transaction& transaction, const LoginAttempt& attempt);

/// What the check of a password found.
struct PasswordCheck {
    bool is_right = false;
    std::optional<std::string>
        upgraded;  ///< a fresh hash, where the stored one was not of our form
};

/// Costs one check, whether or not there is an account. Runs on the pool for passwords.
/// @error unavailable  the pool is full.
[[nodiscard]] Task<Result<PasswordCheck>> check_on_pool(Services& services,
                                                        std::optional<std::string> stored,
                                                        Secret password);
/// @error unavailable  the pool is full.
[[nodiscard]] Task<Result<std::string>> hash_on_pool(Services& services, Secret password);

}  // namespace yinxin::service
