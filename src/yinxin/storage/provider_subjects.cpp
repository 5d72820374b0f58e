// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/provider_subjects.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<std::optional<AccountId>> find_account_by_subject(Reader& reader,
                                                         const DataKeys& keys,
                                                         const ProviderSubject& who) {
    return reader.maybe<AccountId>(
        sql::provider_subject::find,
        personal_columns::provider_subject_index(keys.index, who.issuer, who.subject));
}

Result<void> link_subject(Transaction& transaction,
                          const DataKeys& keys,
                          const ProviderSubject& who,
                          AccountId account,
                          Instant at) {
    const crypto::Digest32 index =
        personal_columns::provider_subject_index(keys.index, who.issuer, who.subject);
    YX_TRY(const auto reserved,
           transaction.maybe<AccountId>(sql::provider_subject::reserve, index, account));
    if (!reserved) {
        YX_TRY(const auto owner, transaction.maybe<AccountId>(sql::provider_subject::find, index));
        if (owner == account) return ok();
        return Error(ErrorCode::provider_login_taken);
    }
    YX_TRY(const auto linked,
           transaction.maybe<AccountId>(
               sql::provider_subject::insert, account, who.issuer, index, at));
    if (!linked) return Error(ErrorCode::provider_login_taken);
    return ok();
}

Result<std::vector<LinkedProvider>> list_linked_providers(Reader& reader, AccountId account) {
    return reader.all<LinkedProvider>(sql::provider_subject::list, account);
}

Result<bool> unlink_provider(Transaction& transaction,
                             AccountId account,
                             const std::string& issuer) {
    YX_TRY(const auto index,
           transaction.maybe<Bytes>(sql::provider_subject::take_off, account, issuer));
    if (!index) return false;
    YX_CHECK(transaction.execute(sql::provider_subject::release, *index, account));
    return true;
}

}  // namespace yinxin::storage
