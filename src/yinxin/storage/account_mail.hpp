// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/mail_address.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>

/// The mail address at which an account has its notices sent.
namespace yinxin::storage {

struct AccountMail {
    domain::MailAddress address;
    std::string masked;
    Instant confirmed_at{};
};
/// In place of the one it had.
Result<void> put_account_mail(Transaction& transaction,
                              const DataKeys& keys,
                              AccountId account,
                              const domain::MailAddress& address,
                              Instant now);
/// @error crypto.unsealing_failed
Result<std::optional<AccountMail>> find_account_mail(Reader& reader,
                                                     const DataKeys& keys,
                                                     AccountId account);
/// @return false: there was none.
Result<bool> delete_account_mail(Transaction& transaction, AccountId account);

}  // namespace yinxin::storage
