// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/account_merges.hpp"

#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/provider_subjects.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/consent/list_all.sql.
struct ConsentRow {
    std::string notice;
    std::int64_t version = 0;
    Instant accepted_at{};
    std::string address;
};

Result<void> move_bindings(Transaction& transaction, const AccountMerge& merge) {
    YX_TRY(const auto holders, list_bound_holders(transaction, merge.given_up));
    for (const HolderId holder : holders) {
        YX_CHECK(bind_account(transaction, merge.kept, holder, BindingProof::office, merge.at));
        YX_CHECK(end_binding(transaction, merge.given_up, holder, merge.at));
    }
    return ok();
}

Result<void> move_consents(Transaction& transaction, const AccountMerge& merge) {
    YX_TRY(const auto consents,
           transaction.all<ConsentRow>(sql::consent::list_all, merge.given_up));
    for (const ConsentRow& consent : consents) {
        YX_CHECK(transaction.execute(sql::consent::insert,
                                     merge.kept,
                                     consent.notice,
                                     consent.version,
                                     consent.accepted_at,
                                     consent.address));
    }
    return ok();
}

/// Nothing leads to the account any more but the link.
Result<void> close(Transaction& transaction, const DataKeys& keys, const AccountMerge& merge) {
    const AccountId account = merge.given_up;
    YX_TRY(const AccountRow row, find_account(transaction, account));
    YX_TRY(const AccountIdentity identity, open_identity(keys, row));
    YX_CHECK(transaction.execute(sql::account::redirect_login, row.login_name, merge.kept));
    YX_CHECK(transaction.execute(sql::account::delete_lookup_mobile,
                                 personal_columns::mobile_index(keys.index, identity.mobile),
                                 account));
    if (identity.person) {
        YX_CHECK(transaction.execute(
            sql::account::delete_lookup_document,
            personal_columns::number_index(keys.index, identity.person->document),
            account));
    }
    YX_TRY(const auto providers, list_linked_providers(transaction, account));
    for (const LinkedProvider& each : providers) {
        YX_CHECK(unlink_provider(transaction, account, each.issuer));
    }
    YX_CHECK(delete_account_mail(transaction, account));
    YX_CHECK(transaction.execute(sql::account::set_password, account, no_password));
    YX_CHECK(transaction.execute(sql::session::delete_all, account));
    return ok();
}

}  // namespace

Result<void> merge_accounts(Transaction& transaction,
                            const DataKeys& keys,
                            const AccountMerge& merge) {
    YX_CHECK(transaction.execute(
        sql::account_merge::insert, merge.given_up, merge.kept, merge.proposal, merge.at));
    YX_CHECK(transaction.execute(sql::account_merge::retarget, merge.given_up, merge.kept));
    YX_CHECK(move_bindings(transaction, merge));
    YX_CHECK(move_consents(transaction, merge));
    return close(transaction, keys, merge);
}

Result<std::vector<AccountId>> list_merged_accounts(Reader& reader, AccountId kept) {
    return reader.all<AccountId>(sql::account_merge::list_of, kept);
}

}  // namespace yinxin::storage
