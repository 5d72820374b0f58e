// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/api_clients.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <array>

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/api_client/find_webhook.sql.
struct SealedWebhook {
    std::string url;
    Bytes secret;
    std::optional<Bytes> former;
};

Result<void> must_change(const Result<std::int64_t>& changed, std::string_view what) {
    if (!changed) return changed.error();
    if (*changed == 0) return Error(ErrorCode::not_found, std::string(what));
    return ok();
}

Result<int> free_slot(Reader& reader, ClientId client) {
    YX_TRY(const std::vector<ApiKeyRow> all, list_client_keys(reader, client));
    std::array<bool, 2> is_taken{};
    for (const ApiKeyRow& key : all) {
        if (key.state == KeyState::live) is_taken.at(static_cast<std::size_t>(key.slot - 1)) = true;
    }
    if (is_taken[0] && is_taken[1]) return Error(ErrorCode::api_two_keys_live, client.str());
    return is_taken[0] ? 2 : 1;
}

}  // namespace

Result<void> insert_client(Transaction& transaction, const NewClient& client, Instant now) {
    std::string networks;
    for (const std::string& network : client.networks) {
        networks += (networks.empty() ? "" : " ") + network;
    }
    YX_CHECK(transaction.execute(sql::api_client::insert,
                                 client.id,
                                 client.organisation,
                                 client.name,
                                 client.mode,
                                 domain::format_scopes(client.scopes),
                                 networks,
                                 client.quota.per_minute,
                                 client.quota.per_day,
                                 client.quota.misses_per_day,
                                 now));
    return ok();
}

Result<std::optional<ApiClientRow>> find_client(Reader& reader, ClientId id) {
    return reader.maybe<ApiClientRow>(sql::api_client::find, id);
}

Result<std::vector<ApiClientRow>> list_clients(Reader& reader) {
    return reader.all<ApiClientRow>(sql::api_client::list);
}

Result<void> set_client_state(Transaction& transaction, ClientId id, ClientState state) {
    return must_change(transaction.execute(sql::api_client::set_state, id, state), "client");
}

crypto::Digest32 hash_of_secret(const Secret& secret) {
    return crypto::sha256(secret.expose_bytes());
}

Result<void> insert_client_key(Transaction& transaction,
                               ClientId client,
                               const domain::ClientKey& key,
                               Instant now) {
    YX_CHECK(transaction.execute(sql::api_key::end_overdue, client, now));
    YX_TRY(const int slot, free_slot(transaction, client));
    YX_CHECK(transaction.execute(
        sql::api_key::insert, key.prefix, client, slot, hash_of_secret(key.secret), now));
    return ok();
}

Result<std::optional<ApiKeyRow>> find_client_key(Reader& reader, std::string_view prefix) {
    return reader.maybe<ApiKeyRow>(sql::api_key::find, prefix);
}

Result<std::vector<ApiKeyRow>> list_client_keys(Reader& reader, ClientId client) {
    return reader.all<ApiKeyRow>(sql::api_key::list, client);
}

Result<void> end_client_key(Transaction& transaction,
                            ClientId client,
                            std::string_view prefix,
                            Instant ends_at) {
    return must_change(transaction.execute(sql::api_key::set_end, prefix, client, ends_at),
                       "live key");
}

Result<void> note_key_used(Transaction& transaction, std::string_view prefix, Instant now) {
    YX_CHECK(transaction.execute(sql::api_key::set_used, prefix, now));
    return ok();
}

Result<void> set_webhook(Transaction& transaction,
                         const DataKeys& keys,
                         ClientId client,
                         std::string_view url,
                         const Secret& secret,
                         Instant former_until) {
    const Bytes sealed =
        keys.columns.seal(personal_columns::webhook_secret(client), secret.expose_bytes());
    return must_change(
        transaction.execute(sql::api_client::set_webhook, client, url, sealed, former_until),
        "client");
}

Result<void> end_webhook(Transaction& transaction, ClientId client) {
    return must_change(transaction.execute(sql::api_client::end_webhook, client), "client");
}

Result<std::optional<WebhookTarget>> find_webhook(Reader& reader,
                                                  const DataKeys& keys,
                                                  ClientId client,
                                                  Instant now) {
    YX_TRY(const auto row, reader.maybe<SealedWebhook>(sql::api_client::find_webhook, client, now));
    if (!row) return std::optional<WebhookTarget>();
    WebhookTarget target{row->url, {}};
    const std::string context = personal_columns::webhook_secret(client);
    YX_TRY(const Bytes secret, keys.columns.open(context, row->secret));
    target.secrets.emplace_back(BytesView(secret));
    if (row->former) {
        YX_TRY(const Bytes former, keys.columns.open(context, *row->former));
        target.secrets.emplace_back(BytesView(former));
    }
    return std::optional(std::move(target));
}

}  // namespace yinxin::storage
