// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/config/login.hpp"
#include "yinxin/flow/pools.hpp"
#include "yinxin/flow/task.hpp"
#include "yinxin/service/provider_tokens.hpp"

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

/// Talking to OpenID providers: where their endpoints are, which keys they sign with, and codes
/// exchanged for tokens.
namespace yinxin::service {

using flow::Task;

/// One call to a provider.
struct ProviderRequest {
    std::string url;
    std::string authorization;  ///< value of the header; empty: none
    std::string form;           ///< body of a POST; empty: GET
    std::filesystem::path ca;   ///< PEM; empty: the system's
    bool is_loopback_allowed = false;
    std::chrono::milliseconds deadline{5000};
};
struct ProviderAnswer {
    int status = 0;
    std::string body;
};
/// Blocks until the answer is there or the deadline is over.
/// @error unavailable, timed_out, too_large
using ProviderDoor = std::function<Result<ProviderAnswer>(const ProviderRequest&)>;

/// What a provider publishes of itself (OpenID Connect Discovery 1.0), as far as it is used here.
struct ProviderPlace {
    std::string authorization_endpoint;
    std::string token_endpoint;
    std::string keys_address;
    bool names_itself = false;  ///< its answers carry "iss" (RFC 9207)

    /// @error malformed, account.provider_refused  not this issuer's, an endpoint elsewhere, or a
    ///   provider that cannot do what is needed.
    [[nodiscard]] static Result<ProviderPlace> parse(std::string_view json,
                                                     const config::LoginProvider& provider);
};

/// What came for a code.
struct ProviderTokens {
    std::string id_token;
    Secret access_token;
};

enum class Freshness {
    cached,  ///< what was fetched within the hour
    fresh,   ///< fetched again, at most once a minute: a key nobody knows was used
};

/// The providers of the settings, with what was fetched of each. One for the whole process; any
/// number of threads.
class LoginProviders {
  public:
    /// @param secrets  client secrets by provider id.
    /// @param pool  its threads wait for providers.
    LoginProviders(const config::Login& settings,
                   std::map<std::string, Secret> secrets,
                   flow::Pool& pool,
                   ProviderDoor door);
    ~LoginProviders();
    LoginProviders(const LoginProviders&) = delete;
    LoginProviders& operator=(const LoginProviders&) = delete;

    [[nodiscard]] const config::Login& settings() const noexcept { return settings_; }

    /// @error account.provider_unavailable, account.provider_refused
    [[nodiscard]] Task<Result<ProviderPlace>> place_of(const config::LoginProvider& provider,
                                                       Instant now);
    /// @error as place_of
    [[nodiscard]] Task<Result<std::shared_ptr<const ProviderKeys>>> keys_of(
        const config::LoginProvider& provider, Freshness freshness, Instant now);
    /// Exchanges a code for tokens, once. @error as place_of
    [[nodiscard]] Task<Result<ProviderTokens>> redeem(const config::LoginProvider& provider,
                                                      std::string code,
                                                      Secret verifier,
                                                      std::string redirect_uri,
                                                      Instant now);

  private:
    struct Held;
    Held& held(const config::LoginProvider& provider);
    Task<Result<ProviderAnswer>> call(const config::LoginProvider& provider,
                                      ProviderRequest request);

    const config::Login& settings_;
    std::map<std::string, Secret> secrets_;
    flow::Pool& pool_;
    ProviderDoor door_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<Held>> held_;  ///< by provider id; never grows later
};

/// "a=b" with everything but unreserved characters as %XX.
[[nodiscard]] std::string form_field(std::string_view name, std::string_view value);

}  // namespace yinxin::service
