// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/authorised_uses.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

constexpr Days code_kept_after_its_end{30};

/// Members stand in the order of sql/authorised_use/find.sql and list.sql.
struct SealedUse {
    HolderId holder;
    UseId id;
    LineId line;
    CopyId copy;
    AccountId account;
    domain::OrganisationId organisation;
    std::string organisation_name;
    Bytes purpose;
    Bytes code_hash;
    Instant made_at;
    Instant ends_at;
    std::int64_t wrong_tries = 0;
    std::optional<Instant> wrong_at;
    std::optional<Instant> redeemed_at;
    std::optional<domain::ClientId> redeemed_client;
    std::optional<Instant> withdrawn_at;
};

/// Where a code leads.
struct UseKey {
    HolderId holder;
    UseId use;
};

crypto::Digest32 hash_of(const DataKeys& keys, const domain::UseCode& code) {
    return keys.index.of("authorised-use", code.value);
}

Result<AuthorisedUse> open_use(const DataKeys& keys, SealedUse sealed) {
    YX_TRY(std::string purpose,
           keys.columns.open_text(personal_columns::authorised_purpose(sealed.holder),
                                  sealed.purpose));
    return AuthorisedUse{sealed.holder,
                         sealed.id,
                         sealed.line,
                         sealed.copy,
                         sealed.account,
                         sealed.organisation,
                         std::move(sealed.organisation_name),
                         std::move(purpose),
                         std::move(sealed.code_hash),
                         sealed.made_at,
                         sealed.ends_at,
                         sealed.wrong_tries,
                         sealed.wrong_at,
                         sealed.redeemed_at,
                         sealed.redeemed_client,
                         sealed.withdrawn_at};
}

Result<std::optional<AuthorisedUse>> open_found(const DataKeys& keys,
                                                std::optional<SealedUse> sealed) {
    if (!sealed) return std::optional<AuthorisedUse>();
    YX_TRY(AuthorisedUse use, open_use(keys, *std::move(sealed)));
    return std::optional(std::move(use));
}

Result<std::vector<AuthorisedUse>> open_all(const DataKeys& keys, std::vector<SealedUse> sealed) {
    std::vector<AuthorisedUse> uses;
    uses.reserve(sealed.size());
    for (SealedUse& one : sealed) {
        YX_TRY(AuthorisedUse use, open_use(keys, std::move(one)));
        uses.push_back(std::move(use));
    }
    return uses;
}

}  // namespace

domain::UseState AuthorisedUse::state_at(Instant now) const noexcept {
    if (withdrawn_at) return domain::UseState::withdrawn;
    if (now >= ends_at) return domain::UseState::over;
    return redeemed_at ? domain::UseState::fetched : domain::UseState::open;
}

Result<void> insert_authorised_use(Transaction& transaction,
                                   const DataKeys& keys,
                                   const NewAuthorisedUse& use,
                                   Instant now) {
    const Bytes purpose =
        keys.columns.seal(personal_columns::authorised_purpose(use.holder), use.purpose);
    const crypto::Digest32 hash = hash_of(keys, use.code);
    YX_CHECK(transaction.execute(sql::authorised_use::insert,
                                 use.holder,
                                 use.id,
                                 use.line,
                                 use.copy,
                                 use.endorsement,
                                 use.account,
                                 use.organisation,
                                 use.organisation_name,
                                 purpose,
                                 hash,
                                 now,
                                 use.ends_at));
    YX_CHECK(transaction.execute(
        sql::authorised_use::insert_code, hash, use.holder, use.id, use.ends_at));
    return ok();
}

Result<std::optional<AuthorisedUse>> find_authorised_use(Reader& reader,
                                                         const DataKeys& keys,
                                                         HolderId holder,
                                                         UseId id) {
    YX_TRY(auto sealed, reader.maybe<SealedUse>(sql::authorised_use::find, holder, id));
    return open_found(keys, std::move(sealed));
}

Result<std::optional<AuthorisedUse>> find_authorised_use_of_copy(Reader& reader,
                                                                 const DataKeys& keys,
                                                                 CopyKey copy) {
    YX_TRY(auto sealed,
           reader.maybe<SealedUse>(sql::authorised_use::find_of_copy, copy.holder, copy.copy));
    return open_found(keys, std::move(sealed));
}

Result<std::vector<AuthorisedUse>> list_authorised_uses(Reader& reader,
                                                        const DataKeys& keys,
                                                        HolderId holder,
                                                        int most) {
    YX_TRY(auto sealed, reader.all<SealedUse>(sql::authorised_use::list, holder, most));
    return open_all(keys, std::move(sealed));
}

Result<std::vector<AuthorisedUse>> list_authorised_uses_of_line(
    Reader& reader, const DataKeys& keys, HolderId holder, LineId line, int most) {
    YX_TRY(auto sealed,
           reader.all<SealedUse>(sql::authorised_use::list_of_line, holder, line, most));
    return open_all(keys, std::move(sealed));
}

Result<std::optional<AuthorisedUse>> find_authorised_use_by_code(Reader& reader,
                                                                 const DataKeys& keys,
                                                                 const domain::UseCode& code) {
    YX_TRY(const auto key,
           reader.maybe<UseKey>(sql::authorised_use::find_code, hash_of(keys, code)));
    if (!key) return std::optional<AuthorisedUse>();
    return find_authorised_use(reader, keys, key->holder, key->use);
}

Result<bool> replace_use_code(Transaction& transaction,
                              const DataKeys& keys,
                              const AuthorisedUse& use,
                              const domain::UseCode& code,
                              Instant now) {
    const crypto::Digest32 hash = hash_of(keys, code);
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::authorised_use::set_code, use.holder, use.id, hash, now));
    if (changed != 1) return false;
    YX_CHECK(transaction.execute(sql::authorised_use::delete_code, use.code_hash));
    YX_CHECK(transaction.execute(
        sql::authorised_use::insert_code, hash, use.holder, use.id, use.ends_at));
    return true;
}

Result<bool> redeem_authorised_use(Transaction& transaction,
                                   const AuthorisedUse& use,
                                   const UseTaker& taker,
                                   Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(
               sql::authorised_use::redeem, use.holder, use.id, taker.account, now, taker.client));
    if (changed != 1) return false;
    YX_CHECK(transaction.execute(sql::authorised_use::insert_fetch,
                                 use.id,
                                 use.organisation,
                                 use.holder,
                                 use.copy,
                                 now,
                                 taker.account,
                                 use.ends_at,
                                 taker.client,
                                 taker.request_hash));
    return true;
}

Result<void> count_wrong_use(Transaction& transaction, const AuthorisedUse& use, Instant now) {
    YX_CHECK(transaction.execute(sql::authorised_use::count_wrong, use.holder, use.id, now));
    return ok();
}

Result<bool> withdraw_authorised_use(Transaction& transaction,
                                     const AuthorisedUse& use,
                                     Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::authorised_use::withdraw, use.holder, use.id, now));
    return changed == 1;
}

Result<std::optional<FetchedCopy>> find_fetched_copy(Reader& reader,
                                                     domain::OrganisationId organisation,
                                                     UseId use) {
    return reader.maybe<FetchedCopy>(sql::authorised_use::find_fetch, organisation, use);
}

Result<std::vector<FetchedCopy>> list_fetched_copies(Reader& reader,
                                                     domain::OrganisationId organisation,
                                                     int most) {
    return reader.all<FetchedCopy>(sql::authorised_use::list_fetches, organisation, most);
}

Result<std::int64_t> forget_old_use_codes(Transaction& transaction, Instant now) {
    return transaction.execute(sql::authorised_use::delete_old_codes,
                               now - code_kept_after_its_end);
}

}  // namespace yinxin::storage
