// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/jose_key.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// What an OpenID provider signs, checked: ID tokens (OpenID Connect Core 1.0) and logout tokens
/// (OpenID Connect Back-Channel Logout 1.0). Plain functions; docs/login.md lists the clauses.
namespace yinxin::service {

/// Clocks may differ by so much.
inline constexpr std::chrono::seconds token_leeway{60};
/// An ID token is taken when it is minutes old, not hours.
inline constexpr std::chrono::minutes token_age{10};

/// The public keys of a provider (RFC 7517). Keys of other kinds, and those for encryption, are
/// left out.
class ProviderKeys {
  public:
    /// @error malformed  no key set, a name that stands twice, or too many keys.
    [[nodiscard]] static Result<ProviderKeys> parse(std::string_view json);

    struct Key {
        std::string id;                                  ///< "kid"; empty: it has none
        std::optional<crypto::JoseAlgorithm> algorithm;  ///< the only one it is used with
        crypto::JoseKey key;
    };
    /// Keys that may have made such a signature. Without a name in the token only where there is
    /// no choice.
    [[nodiscard]] std::vector<crypto::JoseKey> find(std::string_view id,
                                                    crypto::JoseAlgorithm algorithm) const;
    [[nodiscard]] std::size_t size() const noexcept { return keys_.size(); }

  private:
    std::vector<Key> keys_;
};

/// What must stand in a token.
struct TokenRules {
    std::string issuer;
    std::string client_id;
    std::string nonce;         ///< of the login that was begun
    std::string access_token;  ///< that came with the ID token; empty: none
    Instant now{};
};

/// What an ID token says of a person.
struct TokenClaims {
    std::string subject;
    std::string session;  ///< "sid"; empty: the provider names none
    /// Claims that are texts or whole numbers, by name; inside an object "outer.inner".
    std::map<std::string, std::string, std::less<>> texts;
    std::set<std::string, std::less<>> truths;  ///< claims that are `true`
};

/// OpenID Connect Core 1.0, 3.1.3.7, and RFC 8725.
/// @error not_found  signed with a key that is not in the set: fetch the set again.
/// @error account.provider_refused  the detail says which rule, and nothing of the token.
[[nodiscard]] Result<TokenClaims> check_id_token(std::string_view token,
                                                 const ProviderKeys& keys,
                                                 const TokenRules& rules);

/// Whose sessions end.
struct LogoutClaims {
    std::string id;  ///< "jti"; works once
    std::string subject;
    std::string session;  ///< one of the two may be empty
    Instant expires_at{};
};

/// OpenID Connect Back-Channel Logout 1.0, 2.6. `nonce` and `access_token` of the rules are not
/// looked at: a logout token must have no nonce.
/// @error as check_id_token
[[nodiscard]] Result<LogoutClaims> check_logout_token(std::string_view token,
                                                      const ProviderKeys& keys,
                                                      const TokenRules& rules);

}  // namespace yinxin::service
