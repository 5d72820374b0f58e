// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/api_clients.hpp"

#include "yinxin/base/networks.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/storage/audit_log.hpp"

namespace yinxin::service {
namespace {

using domain::ClientId;
using domain::EventKind;
using storage::Transaction;

constexpr std::size_t longest_name = 60;
constexpr std::chrono::hours former_secret_signs{24};

Result<void> note(Transaction& transaction,
                  const ClientDeskActor& actor,
                  EventKind kind,
                  ClientId client,
                  std::map<std::string, std::string> facts,
                  Instant now) {
    return storage::append_audit(
        transaction, {now, actor.kind, actor.id, kind, "client:" + client.str(), std::move(facts)});
}

domain::ClientKey draw_key() {
    return {crypto::random_text(domain::key_alphabet, domain::key_prefix_length),
            Secret(crypto::random_text(domain::key_alphabet, domain::key_secret_length))};
}

Result<storage::ApiClientRow> find_known(Transaction& transaction, ClientId client) {
    YX_TRY(auto row, storage::find_client(transaction, client));
    if (!row) return Error(ErrorCode::not_found, "client " + client.str());
    return *std::move(row);
}

Result<GivenKey> give_key(Transaction& transaction,
                          ClientId client,
                          domain::ClientMode mode,
                          Instant now) {
    const domain::ClientKey key = draw_key();
    YX_CHECK(storage::insert_client_key(transaction, client, key, now));
    return GivenKey{client, key.prefix, domain::format_key(mode, key)};
}

}  // namespace

Result<ClientWish> check_client(ClientWish wish) {
    YX_TRY(wish.name, domain::parse_typed_line(wish.name, longest_name, ErrorCode::invalid_input));
    if (wish.name.empty()) return Error(ErrorCode::invalid_input, "a client needs a name");
    if (wish.scopes.empty()) return Error(ErrorCode::invalid_input, "a client needs a scope");
    if (const auto networks = NetworkList::create(wish.networks); !networks) {
        return Error(ErrorCode::invalid_input, networks.error().detail());
    }
    const domain::ClientQuota& quota = wish.quota;
    if (quota.per_minute < 1 || quota.per_day < 1 || quota.misses_per_day < 1) {
        return Error(ErrorCode::invalid_input, "a quota is at least one");
    }
    return wish;
}

Result<GivenKey> add_client(Transaction& transaction,
                            ClientWish wish,
                            const ClientDeskActor& actor,
                            Instant now) {
    YX_TRY(const ClientWish checked, check_client(std::move(wish)));
    const auto id = make_id<ClientId>();
    YX_CHECK(storage::insert_client(transaction,
                                    {id,
                                     checked.organisation,
                                     checked.name,
                                     checked.mode,
                                     checked.scopes,
                                     checked.networks,
                                     checked.quota},
                                    now));
    YX_TRY(GivenKey given, give_key(transaction, id, checked.mode, now));
    YX_CHECK(note(transaction,
                  actor,
                  EventKind::client_added,
                  id,
                  {{"mode", std::string(domain::key(checked.mode))},
                   {"scopes", domain::format_scopes(checked.scopes)},
                   {"key", given.prefix}},
                  now));
    return given;
}

Result<GivenKey> rotate_key(Transaction& transaction,
                            ClientId client,
                            std::chrono::seconds overlap,
                            const ClientDeskActor& actor,
                            Instant now) {
    YX_TRY(const storage::ApiClientRow row, find_known(transaction, client));
    YX_TRY(const auto keys, storage::list_client_keys(transaction, client));
    std::string ending;
    for (const storage::ApiKeyRow& key : keys) {
        const bool ends_sooner = key.ends_at && *key.ends_at <= now + overlap;
        if (!key.is_live(now) || ends_sooner) continue;
        YX_CHECK(storage::end_client_key(transaction, client, key.prefix, now + overlap));
        ending += (ending.empty() ? "" : " ") + key.prefix;
    }
    YX_TRY(GivenKey given, give_key(transaction, client, row.mode, now));
    YX_CHECK(
        note(transaction,
             actor,
             EventKind::client_key_rotated,
             client,
             {{"key", given.prefix}, {"ending", ending}, {"ends_at", format_utc(now + overlap)}},
             now));
    return given;
}

Result<void> end_key(Transaction& transaction,
                     ClientId client,
                     std::string_view prefix,
                     const ClientDeskActor& actor,
                     Instant now) {
    YX_CHECK(storage::end_client_key(transaction, client, prefix, now));
    return note(transaction,
                actor,
                EventKind::client_key_ended,
                client,
                {{"key", std::string(prefix)}},
                now);
}

Result<void> set_client_state(Transaction& transaction,
                              ClientId client,
                              storage::ClientState state,
                              const ClientDeskActor& actor,
                              Instant now) {
    YX_CHECK(storage::set_client_state(transaction, client, state));
    return note(transaction,
                actor,
                EventKind::client_changed,
                client,
                {{"state", std::string(domain::key(state))}},
                now);
}

Result<Secret> set_client_webhook(Transaction& transaction,
                                  const storage::DataKeys& keys,
                                  ClientId client,
                                  std::string_view url,
                                  domain::WebhookReach reach,
                                  const ClientDeskActor& actor,
                                  Instant now) {
    YX_TRY(const std::string checked, domain::parse_webhook_url(url, reach));
    Secret secret("whsec_" + crypto::random_text(domain::key_alphabet, domain::key_secret_length));
    YX_CHECK(storage::set_webhook(
        transaction, keys, client, checked, secret, now + former_secret_signs));
    YX_CHECK(
        note(transaction, actor, EventKind::client_changed, client, {{"webhook", checked}}, now));
    return secret;
}

Result<void> end_client_webhook(Transaction& transaction,
                                ClientId client,
                                const ClientDeskActor& actor,
                                Instant now) {
    YX_CHECK(storage::end_webhook(transaction, client));
    return note(transaction, actor, EventKind::client_changed, client, {{"webhook", ""}}, now);
}

}  // namespace yinxin::service
