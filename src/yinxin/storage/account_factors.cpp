// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/account_factors.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

constexpr std::int64_t slots = 5;

/// Members stand in the order of sql/account_factor/find_totp.sql.
struct SealedTotp {
    Bytes secret;
    std::int64_t last_step = 0;
    Instant added_at{};
};

/// Members stand in the order of sql/account_factor/list_passkeys.sql.
struct SealedPasskey {
    std::int64_t slot = 0;
    Bytes credential_id;
    Bytes public_key;
    std::int64_t sign_count = 0;
    Bytes label;
    Instant created_at{};
    std::optional<Instant> last_used_at;
};

}  // namespace

Result<std::optional<AccountTotp>> find_account_totp(Reader& reader,
                                                     const DataKeys& keys,
                                                     AccountId account) {
    YX_TRY(const auto row, reader.maybe<SealedTotp>(sql::account_factor::find_totp, account));
    if (!row) return std::optional<AccountTotp>();
    YX_TRY(std::string secret,
           keys.columns.open_text(personal_columns::account_totp(account), row->secret));
    return std::optional(AccountTotp{Secret(std::move(secret)), row->last_step, row->added_at});
}

Result<void> put_account_totp(Transaction& transaction,
                              const DataKeys& keys,
                              AccountId account,
                              const AccountTotp& totp) {
    YX_CHECK(transaction.execute(
        sql::account_factor::put_totp,
        account,
        keys.columns.seal(personal_columns::account_totp(account), totp.secret.expose()),
        totp.last_step,
        totp.added_at));
    return ok();
}

Result<void> insert_account_passkey(Transaction& transaction,
                                    const DataKeys& keys,
                                    AccountId account,
                                    const AccountPasskey& passkey) {
    YX_TRY(const auto known,
           transaction.all<SealedPasskey>(sql::account_factor::list_passkeys, account));
    std::int64_t slot = 1;
    while (std::ranges::find(known, slot, &SealedPasskey::slot) != known.end()) {
        ++slot;
    }
    if (slot > slots) return Error(ErrorCode::conflict, "too many passkeys");
    YX_TRY(const std::int64_t inserted,
           transaction.execute(
               sql::account_factor::insert_passkey,
               account,
               slot,
               passkey.credential_id,
               passkey.public_key,
               passkey.sign_count,
               keys.columns.seal(personal_columns::passkey_label(account), passkey.label),
               passkey.created_at));
    if (inserted == 0) return Error(ErrorCode::conflict, "the passkey is known already");
    return ok();
}

Result<std::vector<AccountPasskey>> list_account_passkeys(Reader& reader,
                                                          const DataKeys& keys,
                                                          AccountId account) {
    YX_TRY(const auto rows, reader.all<SealedPasskey>(sql::account_factor::list_passkeys, account));
    std::vector<AccountPasskey> passkeys;
    for (const SealedPasskey& row : rows) {
        YX_TRY(std::string label,
               keys.columns.open_text(personal_columns::passkey_label(account), row.label));
        passkeys.push_back({row.slot,
                            row.credential_id,
                            row.public_key,
                            row.sign_count,
                            std::move(label),
                            row.created_at,
                            row.last_used_at});
    }
    return passkeys;
}

Result<bool> rename_account_passkey(Transaction& transaction,
                                    const DataKeys& keys,
                                    AccountId account,
                                    std::int64_t slot,
                                    const std::string& label) {
    YX_TRY(const std::int64_t renamed,
           transaction.execute(sql::account_factor::rename_passkey,
                               account,
                               slot,
                               keys.columns.seal(personal_columns::passkey_label(account), label)));
    return renamed == 1;
}

Result<bool> has_second_factor(Reader& reader, const DataKeys& keys, AccountId account) {
    YX_TRY(const auto totp, find_account_totp(reader, keys, account));
    if (totp) return true;
    YX_TRY(const auto rows, reader.all<SealedPasskey>(sql::account_factor::list_passkeys, account));
    return !rows.empty();
}

Result<void> delete_second_factor(Transaction& transaction, AccountId account) {
    YX_CHECK(transaction.execute(sql::account_factor::delete_totp, account));
    YX_CHECK(transaction.execute(sql::account_factor::delete_passkeys, account));
    YX_CHECK(transaction.execute(sql::account_factor::delete_recovery_codes, account));
    return ok();
}

}  // namespace yinxin::storage
