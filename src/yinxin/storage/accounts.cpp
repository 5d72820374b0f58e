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

/// A stated person as it is kept.
struct SealedPerson {
    Bytes name;
    domain::IdDocumentType type;
    Bytes number;
    Bytes number_index;
    std::string number_masked;
};

SealedPerson seal_person(const DataKeys& keys, AccountId account, const StatedPerson& person) {
    const crypto::Digest32 index = personal_columns::number_index(keys.index, person.document);
    return {keys.columns.seal(personal_columns::account_name(account), person.name.value),
            person.document.type,
            keys.columns.seal(personal_columns::account_number(account), person.document.number),
            Bytes(index.begin(), index.end()),
            domain::masked(person.document)};
}

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
    std::optional<SealedPerson> person;
    if (a.person) person = seal_person(keys, account, *a.person);
    const crypto::Digest32 mobile_index = personal_columns::mobile_index(keys.index, a.mobile);
    const auto of_person = [&person](auto member) {
        return person ? std::optional((*person).*member) : std::nullopt;
    };
    YX_CHECK(transaction.execute(
        sql::account::insert,
        account,
        login,
        a.origin,
        a.password_hash,
        of_person(&SealedPerson::name),
        of_person(&SealedPerson::type),
        of_person(&SealedPerson::number),
        of_person(&SealedPerson::number_index),
        of_person(&SealedPerson::number_masked),
        keys.columns.seal(personal_columns::account_mobile(account), a.mobile.e164),
        mobile_index,
        domain::masked_mobile(a.mobile),
        a.is_mobile_confirmed,
        a.created_at));
    if (!a.mobile.e164.empty()) {
        YX_CHECK(transaction.execute(sql::account::insert_lookup_mobile, mobile_index, account));
    }
    if (person) {
        YX_CHECK(transaction.execute(
            sql::account::insert_lookup_document, person->number_index, account));
    }
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
    YX_TRY(const auto account,
           reader.maybe<AccountId>(sql::account::find_login, login_key(login_name)));
    if (!account) return std::optional<AccountRow>();
    return reader.maybe<AccountRow>(sql::account::find, *account);
}

Result<AccountIdentity> open_identity(const DataKeys& keys, const AccountRow& row) {
    AccountIdentity identity;
    YX_TRY(
        identity.mobile.e164,
        keys.columns.open_text(personal_columns::account_mobile(row.account), row.mobile_sealed));
    if (!row.name_sealed || !row.number_sealed || !row.document_type) return identity;
    YX_TRY(std::string name,
           keys.columns.open_text(personal_columns::account_name(row.account), *row.name_sealed));
    YX_TRY(
        std::string number,
        keys.columns.open_text(personal_columns::account_number(row.account), *row.number_sealed));
    identity.person = StatedPerson{domain::PersonName{std::move(name)},
                                   domain::IdNumber{*row.document_type, std::move(number)}};
    return identity;
}

Result<void> change_identity(Transaction& transaction,
                             const DataKeys& keys,
                             AccountId account,
                             const StatedPerson& person,
                             Instant at) {
    const SealedPerson sealed = seal_person(keys, account, person);
    YX_TRY(const auto former, transaction.maybe<Bytes>(sql::account::find_number_index, account));
    YX_CHECK(transaction.execute(sql::account::keep_former_identity, account, at));
    YX_CHECK(transaction.execute(sql::account::set_identity,
                                 account,
                                 sealed.name,
                                 sealed.type,
                                 sealed.number,
                                 sealed.number_index,
                                 sealed.number_masked));
    if (former) {
        YX_CHECK(transaction.execute(sql::account::delete_lookup_document, *former, account));
    }
    YX_CHECK(
        transaction.execute(sql::account::insert_lookup_document, sealed.number_index, account));
    return ok();
}

Result<void> change_mobile(Transaction& transaction,
                           const DataKeys& keys,
                           AccountId account,
                           const domain::Mobile& mobile) {
    const crypto::Digest32 index = personal_columns::mobile_index(keys.index, mobile);
    YX_TRY(const auto former, transaction.maybe<Bytes>(sql::account::find_mobile_index, account));
    if (!former) return Error(ErrorCode::not_found, "account");
    YX_CHECK(transaction.execute(
        sql::account::set_mobile,
        account,
        keys.columns.seal(personal_columns::account_mobile(account), mobile.e164),
        index,
        domain::masked_mobile(mobile)));
    YX_CHECK(transaction.execute(sql::account::delete_lookup_mobile, *former, account));
    YX_CHECK(transaction.execute(sql::account::insert_lookup_mobile, index, account));
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
