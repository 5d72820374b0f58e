// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/domain/webhook_url.hpp"
#include "yinxin/storage/api_clients.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The desk where clients get and lose their keys: for the command line, and for the pages of an
/// organisation. Everything it does is audited.
namespace yinxin::service {

/// On whose word.
struct ClientDeskActor {
    domain::ActorKind kind = domain::ActorKind::operator_shell;
    std::string id;
};

struct ClientWish {
    std::string name;  ///< holders read it
    domain::ClientMode mode = domain::ClientMode::sandbox;
    domain::ClientScopes scopes;
    std::vector<std::string> networks;  ///< "192.0.2.0/24"; none: from anywhere
    domain::ClientQuota quota;
    std::optional<std::int64_t> organisation;
};

/// A key as it is handed over. It is shown this once; nobody can read it again.
struct GivenKey {
    domain::ClientId client;
    std::string prefix;
    Secret text;
};

/// Checks a wish without doing anything; returns it in its normal form.
/// @error invalid_input  no name, no scope, a network that is none, a quota below one.
[[nodiscard]] Result<ClientWish> check_client(ClientWish wish);

/// Enters a client with its first key. @error invalid_input
Result<GivenKey> add_client(storage::Transaction& transaction,
                            ClientWish wish,
                            const ClientDeskActor& actor,
                            Instant now);

/// How long the old key still works beside the new one, unless somebody says otherwise.
inline constexpr Days key_overlap{7};
/// Gives a new key; the others end after `overlap` (zero: at once).
/// @error not_found  no such client.
/// @error api.two_keys_live  the last rotation is not over: end one, or rotate without overlap.
Result<GivenKey> rotate_key(storage::Transaction& transaction,
                            domain::ClientId client,
                            std::chrono::seconds overlap,
                            const ClientDeskActor& actor,
                            Instant now);
/// Ends one key at once. @error not_found  it is no live key of this client.
Result<void> end_key(storage::Transaction& transaction,
                     domain::ClientId client,
                     std::string_view prefix,
                     const ClientDeskActor& actor,
                     Instant now);
/// Shuts a client out, or lets it in again; its keys stay. @error not_found
Result<void> set_client_state(storage::Transaction& transaction,
                              domain::ClientId client,
                              storage::ClientState state,
                              const ClientDeskActor& actor,
                              Instant now);

/// Sets where a client is notified. @return the secret its notifications are signed with, shown
/// this once; for a day the former one signs as well.
/// @error webhook.url_refused, not_found
Result<Secret> set_client_webhook(storage::Transaction& transaction,
                                  const storage::DataKeys& keys,
                                  domain::ClientId client,
                                  std::string_view url,
                                  domain::WebhookReach reach,
                                  const ClientDeskActor& actor,
                                  Instant now);
/// @error not_found
Result<void> end_client_webhook(storage::Transaction& transaction,
                                domain::ClientId client,
                                const ClientDeskActor& actor,
                                Instant now);

}  // namespace yinxin::service
