// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/accounts.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

struct BoundHolder {
    HolderId holder;
    Instant bound_at;
};

Result<void> reserve_login(Transaction& transaction, const std::string& key, AccountId account) {
    YX_TRY(const std::int64_t rows, transaction.execute(sql::account::reserve_login, key, account));
    if (rows == 0) return Error(ErrorCode::login_name_taken);
    return ok();
}

}  // namespace

std::string login_key(std::string_view login_name) {
    return to_lower_ascii(trim(login_name));
}

Result<AccountId> insert_account(Transaction& transaction,
                                 const DataKeys& keys,
                                 const NewAccount& a) {
    const AccountId account = a.account.is_set() ? a.account : make_id<AccountId>();
    const std::string login = login_key(a.login_name);
    YX_CHECK(reserve_login(transaction, login, account));
    const crypto::Digest32 number_index = personal_columns::number_index(keys.index, a.document);
    const crypto::Digest32 mobile_index = personal_columns::mobile_index(keys.index, a.mobile);
    YX_CHECK(transaction.execute(
        sql::account::insert,
        account,
        login,
        a.origin,
        a.password_hash,
        keys.columns.seal(personal_columns::account_name(account), a.name.value),
        a.document.type,
        keys.columns.seal(personal_columns::account_number(account), a.document.number),
        number_index,
        domain::masked(a.document),
        keys.columns.seal(personal_columns::account_mobile(account), a.mobile.e164),
        mobile_index,
        domain::masked_mobile(a.mobile),
        a.is_mobile_confirmed,
        a.created_at));
    YX_CHECK(transaction.execute(sql::account::insert_lookup_mobile, mobile_index, account));
    YX_CHECK(transaction.execute(sql::account::insert_lookup_document, number_index, account));
    return account;
}

Result<void> bind_account(
    Transaction& transaction, AccountId account, HolderId holder, BindingProof proof, Instant at) {
    YX_CHECK(transaction.execute(sql::binding::insert, account, holder, proof, at));
    return ok();
}

Result<AccountRow> find_account(Reader& reader, AccountId account) {
    return reader.one<AccountRow>(sql::account::find, account);
}

Result<std::optional<AccountRow>> find_account_by_login(Reader& reader,
                                                        std::string_view login_name) {
    return reader.maybe<AccountRow>(sql::account::find_by_login, login_key(login_name));
}

Result<AccountIdentity> open_identity(const DataKeys& keys, const AccountRow& row) {
    YX_TRY(std::string name,
           keys.columns.open_text(personal_columns::account_name(row.account), row.name_sealed));
    YX_TRY(
        std::string number,
        keys.columns.open_text(personal_columns::account_number(row.account), row.number_sealed));
    YX_TRY(
        std::string mobile,
        keys.columns.open_text(personal_columns::account_mobile(row.account), row.mobile_sealed));
    return AccountIdentity{domain::PersonName{std::move(name)},
                           domain::IdNumber{row.document_type, std::move(number)},
                           domain::Mobile{std::move(mobile)}};
}

Result<void> change_identity(Transaction& transaction,
                             const DataKeys& keys,
                             AccountId account,
                             const domain::PersonName& name,
                             const domain::IdNumber& document,
                             Instant at) {
    const crypto::Digest32 number_index = personal_columns::number_index(keys.index, document);
    YX_CHECK(transaction.execute(sql::account::keep_former_identity, account, at));
    YX_CHECK(transaction.execute(
        sql::account::set_identity,
        account,
        keys.columns.seal(personal_columns::account_name(account), name.value),
        document.type,
        keys.columns.seal(personal_columns::account_number(account), document.number),
        number_index,
        domain::masked(document)));
    YX_CHECK(transaction.execute(sql::account::delete_lookup_document, account));
    YX_CHECK(transaction.execute(sql::account::insert_lookup_document, number_index, account));
    return ok();
}

Result<std::vector<HolderId>> list_bound_holders(Reader& reader, AccountId account) {
    YX_TRY(const std::vector<BoundHolder> rows,
           reader.all<BoundHolder>(sql::binding::list_holders, account));
    std::vector<HolderId> holders;
    holders.reserve(rows.size());
    for (const BoundHolder& row : rows) {
        holders.push_back(row.holder);
    }
    return holders;
}

Result<std::vector<HolderAccount>> list_holder_accounts(Reader& reader, HolderId holder) {
    return reader.all<HolderAccount>(sql::binding::list_accounts, holder);
}

Result<std::vector<AccountId>> list_accounts_with_document(Reader& reader,
                                                           const DataKeys& keys,
                                                           const domain::IdNumber& document) {
    return reader.all<AccountId>(sql::account::list_by_document,
                                 personal_columns::number_index(keys.index, document));
}

Result<void> end_binding(Transaction& transaction, AccountId account, HolderId holder, Instant at) {
    YX_CHECK(transaction.execute(sql::binding::end, account, holder, at));
    return ok();
}

}  // namespace yinxin::storage
