// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/base/secret.hpp"
#include "yinxin/domain/keyed.hpp"

#include <set>
#include <string>
#include <string_view>

/// Programs that ask (接口客户): what they may do, and what their keys look like.
namespace yinxin::domain {

using ClientId = Id<struct ClientTag>;

enum class ClientMode {
    live,     ///< asks the register; holders see it
    sandbox,  ///< gets fixed answers about invented certificates; touches no person's row
};

/// What a client may do.
enum class ClientScope {
    status,   ///< how a certificate or a copy stands
    verify,   ///< files, QR texts, codes
    changes,  ///< the change feed and webhooks of what it has checked
    bulk,     ///< many rows and files at once
    redeem,   ///< copies holders authorise its organisation to fetch
};

using ClientScopes = std::set<ClientScope>;

/// How often it may ask. Minutes and civil days (UTC+8) by the clock.
struct ClientQuota {
    std::int64_t per_minute = 60;
    std::int64_t per_day = 10'000;
    /// Questions of a day that named nothing we know: whoever guesses runs out of these first.
    std::int64_t misses_per_day = 100;
};

/// An API key: "yx_live_" or "yx_test_", a prefix that finds it (public, 12 characters), an
/// underscore, and the secret (43 characters, 256 bits). Only a hash of the secret is kept.
struct ClientKey {
    std::string prefix;
    Secret secret;
};
inline constexpr std::size_t key_prefix_length = 12;
inline constexpr std::size_t key_secret_length = 43;
/// What prefix and secret are drawn from: no sign that a shell, a URL or a double click breaks at.
inline constexpr std::string_view key_alphabet =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

[[nodiscard]] Secret format_key(ClientMode mode, const ClientKey& key);
/// @error malformed  not of that form; nothing of the text is repeated.
[[nodiscard]] Result<ClientKey> parse_key_text(std::string_view text);

/// "changes status" and back; unknown words are dropped when reading what another version wrote.
[[nodiscard]] std::string format_scopes(const ClientScopes& scopes);
[[nodiscard]] ClientScopes read_scopes(std::string_view text);
/// As people type them: separated by commas. @error invalid_input  none, or an unknown one.
[[nodiscard]] Result<ClientScopes> parse_scopes(std::string_view typed);

template <>
struct KeyTable<ClientMode> {
    static constexpr std::array<Keyed<ClientMode>, 2> rows{{
        {ClientMode::live, "live"},
        {ClientMode::sandbox, "sandbox"},
    }};
};

template <>
struct KeyTable<ClientScope> {
    static constexpr std::array<Keyed<ClientScope>, 5> rows{{
        {ClientScope::status, "status"},
        {ClientScope::verify, "verify"},
        {ClientScope::changes, "changes"},
        {ClientScope::bulk, "bulk"},
        {ClientScope::redeem, "redeem"},
    }};
};

}  // namespace yinxin::domain
