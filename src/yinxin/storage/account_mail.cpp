// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/account_mail.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/account_mail/find.sql.
struct MailRow {
    Bytes address_sealed;
    std::string masked;
    Instant confirmed_at{};
};

}  // namespace

Result<void> put_account_mail(Transaction& transaction,
                              const DataKeys& keys,
                              AccountId account,
                              const domain::MailAddress& address,
                              Instant now) {
    YX_CHECK(transaction.execute(
        sql::account_mail::put,
        account,
        keys.columns.seal(personal_columns::account_mail(account), address.text),
        domain::masked_mail(address),
        now));
    return ok();
}

Result<std::optional<AccountMail>> find_account_mail(Reader& reader,
                                                     const DataKeys& keys,
                                                     AccountId account) {
    YX_TRY(auto row, reader.maybe<MailRow>(sql::account_mail::find, account));
    if (!row) return std::optional<AccountMail>();
    YX_TRY(std::string text,
           keys.columns.open_text(personal_columns::account_mail(account), row->address_sealed));
    return std::optional(AccountMail{{std::move(text)}, std::move(row->masked), row->confirmed_at});
}

Result<bool> delete_account_mail(Transaction& transaction, AccountId account) {
    YX_TRY(const std::int64_t deleted, transaction.execute(sql::account_mail::remove, account));
    return deleted == 1;
}

}  // namespace yinxin::storage
