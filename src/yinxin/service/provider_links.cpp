// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/provider_links.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/service/account_audit.hpp"
#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/service/provider_door.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

namespace sql = storage::sql;
namespace columns = storage::personal_columns;
using domain::EventKind;
using storage::Reader;
using storage::Transaction;

crypto::Digest32 hash_of(const Secret& secret) {
    return crypto::sha256(secret.expose_bytes());
}

/// Who waits to be linked to this very account.
Result<ProviderIdentity> read_link(const Services& services,
                                   const std::optional<WaitingLogin>& row,
                                   const Secret& ticket,
                                   AccountId account,
                                   Instant now) {
    if (!row || row->account != account || now >= row->expires_at || !row->facts_sealed) {
        return Error(ErrorCode::provider_login_over);
    }
    YX_TRY(const std::string packed,
           services.keys.columns.open_text(columns::provider_facts(hash_of(ticket)),
                                           *row->facts_sealed));
    return unpack_identity(packed);
}

/// Whether the account opens without this provider. A link to one that is not offered any more
/// opens nothing.
Result<bool> opens_otherwise(Reader& reader,
                             const Services& services,
                             const storage::AccountRow& row,
                             const config::LoginProvider& provider) {
    if (row.password_hash != storage::no_password || row.is_mobile_confirmed) return true;
    YX_TRY(const auto linked, storage::list_linked_providers(reader, row.account));
    const auto& offered = services.providers->settings().providers;
    return std::ranges::any_of(linked, [&](const storage::LinkedProvider& each) {
        const auto found = std::ranges::find(offered, each.issuer, &config::LoginProvider::issuer);
        return each.issuer != provider.issuer && found != offered.end();
    });
}

/// Another way in is there or gone: the owner hears of it, whoever did it.
Result<void> tell_owner(Transaction& transaction,
                        const Services& services,
                        const storage::AccountRow& row,
                        std::string_view message,
                        Instant now) {
    YX_TRY(const auto stated, storage::open_identity(services.keys, row));
    YX_TRY(const Language language, message_language(transaction, row.account));
    const Message told{std::string(message), {}, language};
    return queue_message(transaction, services, stated.mobile, told, now);
}

Result<void> link(Transaction& transaction,
                  const Services& services,
                  AccountId account,
                  const Secret& ticket,
                  Instant now) {
    YX_TRY(
        const auto row,
        transaction.maybe<WaitingLogin>(sql::provider_login::take, hash_of(ticket), step_arrived));
    YX_TRY(const ProviderIdentity identity, read_link(services, row, ticket, account, now));
    YX_CHECK(check_same_person(transaction, services.keys, account, identity));
    YX_CHECK(storage::link_subject(transaction, services.keys, identity.who, account, now));
    YX_CHECK(settle_person(transaction, services, account, identity, now));
    YX_TRY(const storage::AccountRow row_of_account, storage::find_account(transaction, account));
    YX_CHECK(tell_owner(transaction, services, row_of_account, "login_linked", now));
    return audit_account(
        transaction, EventKind::login_linked, account, now, {{"provider", row->provider}});
}

}  // namespace

Result<const config::LoginProvider*> provider_of(const Services& services, std::string_view id) {
    const config::LoginProvider* found =
        services.providers != nullptr ? services.providers->settings().find(id) : nullptr;
    if (found == nullptr) return Error(ErrorCode::not_found, "no such provider");
    return found;
}

Result<Secret> keep_for_link(Transaction& transaction,
                             const Services& services,
                             const config::LoginProvider& provider,
                             AccountId account,
                             const ProviderIdentity& identity,
                             Instant now) {
    YX_TRY(const auto owner,
           storage::find_account_by_subject(transaction, services.keys, identity.who));
    if (owner && *owner != account) return Error(ErrorCode::provider_login_taken);
    YX_CHECK(check_same_person(transaction, services.keys, account, identity));
    Secret ticket(crypto::random_token());
    const crypto::Digest32 hash = hash_of(ticket);
    YX_CHECK(transaction.execute(
        sql::provider_login::insert,
        hash,
        provider.id,
        step_arrived,
        hash,
        account,
        services.keys.columns.seal(columns::provider_facts(hash), pack_identity(identity)),
        now + provider_login_lifetime));
    return ticket;
}

Task<Result<LinkQuestion>> find_link(Services& services, AccountId account, Secret ticket) {
    const Instant now = services.clock.now();
    auto read = [&services, account, ticket, now](Reader& reader) -> Result<LinkQuestion> {
        YX_TRY(
            const auto row,
            reader.maybe<WaitingLogin>(sql::provider_login::find, hash_of(ticket), step_arrived));
        YX_TRY(const ProviderIdentity identity, read_link(services, row, ticket, account, now));
        LinkQuestion question{row->provider, {}, {}};
        if (identity.person) {
            question.person = domain::masked_name(identity.person->name);
            question.masked_number = domain::masked(identity.person->document);
        }
        return question;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> confirm_link(Services& services, AccountId account, Secret ticket) {
    const Instant now = services.clock.now();
    auto run = [&services, account, ticket, now](Transaction& transaction) {
        return link(transaction, services, account, ticket, now);
    };
    co_return co_await services.store.write(run);
}

Task<Result<void>> unlink(Services& services,
                          AccountId account,
                          Secret token,
                          std::string provider_id) {
    const Instant now = services.clock.now();
    YX_CO_TRY(const config::LoginProvider* provider, provider_of(services, provider_id));
    const std::optional kept = hash_of(token);
    auto take_off =
        [&services, account, kept, provider, now](Transaction& transaction) -> Result<void> {
        YX_TRY(const storage::AccountRow row, storage::find_account(transaction, account));
        YX_TRY(const bool opens, opens_otherwise(transaction, services, row, *provider));
        if (!opens) return Error(ErrorCode::provider_login_last);
        YX_TRY(const bool was_there,
               storage::unlink_provider(transaction, account, provider->issuer));
        if (!was_there) return Error(ErrorCode::not_found, "not linked");
        YX_CHECK(transaction.execute(sql::session::end_by_provider, account, provider->id, kept));
        YX_CHECK(tell_owner(transaction, services, row, "login_unlinked", now));
        return audit_account(
            transaction, EventKind::login_unlinked, account, now, {{"provider", provider->id}});
    };
    co_return co_await services.store.write(take_off);
}

}  // namespace yinxin::service
