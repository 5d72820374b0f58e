// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/api_client.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

using domain::ClientId;

enum class ClientState { active, disabled };
enum class KeyState { live, ended };

/// One program that asks (接口客户). Members stand in the order of sql/api_client/find.sql.
struct ApiClientRow {
    ClientId id;
    std::optional<std::int64_t> organisation;  ///< none: entered by the operator
    std::string name;                          ///< holders read it
    domain::ClientMode mode = domain::ClientMode::sandbox;
    ClientState state = ClientState::active;
    std::string scopes;    ///< domain::read_scopes
    std::string networks;  ///< where it may call from, separated by spaces; empty: anywhere
    std::int64_t per_minute = 0;
    std::int64_t per_day = 0;
    std::int64_t misses = 0;
    std::string webhook_url;       ///< empty: not notified
    std::int64_t last_change = 0;  ///< the newest number of its feed
    Instant created_at;
};

/// One key of a client. Members stand in the order of sql/api_key/find.sql.
struct ApiKeyRow {
    std::string prefix;
    ClientId client;
    int slot = 1;
    Bytes secret_hash;
    KeyState state = KeyState::ended;
    Instant created_at;
    std::optional<Instant> ends_at;
    std::optional<Instant> used_at;

    [[nodiscard]] bool is_live(Instant now) const noexcept {
        return state == KeyState::live && (!ends_at || now < *ends_at);
    }
};

struct NewClient {
    ClientId id;
    std::optional<std::int64_t> organisation;
    std::string name;
    domain::ClientMode mode = domain::ClientMode::sandbox;
    domain::ClientScopes scopes;
    std::vector<std::string> networks;
    domain::ClientQuota quota;
};
Result<void> insert_client(Transaction& transaction, const NewClient& client, Instant now);
Result<std::optional<ApiClientRow>> find_client(Reader& reader, ClientId id);
Result<std::vector<ApiClientRow>> list_clients(Reader& reader);
/// @error not_found
Result<void> set_client_state(Transaction& transaction, ClientId id, ClientState state);

/// What is kept of a key's secret. It has 256 random bits: a plain hash cannot be searched.
[[nodiscard]] crypto::Digest32 hash_of_secret(const Secret& secret);
/// Puts a key into a free slot; those whose time is over are freed first.
/// @error api.two_keys_live
Result<void> insert_client_key(Transaction& transaction,
                               ClientId client,
                               const domain::ClientKey& key,
                               Instant now);
Result<std::optional<ApiKeyRow>> find_client_key(Reader& reader, std::string_view prefix);
Result<std::vector<ApiKeyRow>> list_client_keys(Reader& reader, ClientId client);
/// Says when a live key ends; an earlier end stays. @error not_found
Result<void> end_client_key(Transaction& transaction,
                            ClientId client,
                            std::string_view prefix,
                            Instant ends_at);
Result<void> note_key_used(Transaction& transaction, std::string_view prefix, Instant now);

/// Where a client is notified, and what signs it: the secret in force, then the former one while it
/// still counts.
struct WebhookTarget {
    std::string url;
    std::vector<Secret> secrets;
};
/// @param former_until  the secret in force until now signs beside the new one until then.
/// @error not_found
Result<void> set_webhook(Transaction& transaction,
                         const DataKeys& keys,
                         ClientId client,
                         std::string_view url,
                         const Secret& secret,
                         Instant former_until);
/// @error not_found
Result<void> end_webhook(Transaction& transaction, ClientId client);
/// Nothing for a client that is disabled or has no URL.
Result<std::optional<WebhookTarget>> find_webhook(Reader& reader,
                                                  const DataKeys& keys,
                                                  ClientId client,
                                                  Instant now);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::ClientState> {
    static constexpr std::array<Keyed<storage::ClientState>, 2> rows{{
        // A key that is not known reads as the first value.
        {storage::ClientState::disabled, "disabled"},
        {storage::ClientState::active, "active"},
    }};
};

template <>
struct KeyTable<storage::KeyState> {
    static constexpr std::array<Keyed<storage::KeyState>, 2> rows{{
        {storage::KeyState::ended, "ended"},
        {storage::KeyState::live, "live"},
    }};
};

}  // namespace yinxin::domain
