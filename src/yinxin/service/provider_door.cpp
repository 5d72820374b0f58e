// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/provider_door.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/flow/deadline.hpp"
#include "yinxin/service/strict_json.hpp"

#include <algorithm>
#include <optional>

#include <boost/json/array.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;

constexpr int http_ok = 200;
constexpr int first_server_fault = 500;
constexpr std::chrono::hours good_for{1};
/// Somebody who sends tokens with invented key names must not make us fetch without end.
constexpr std::chrono::seconds between_fetches{60};
/// A provider that did not answer is left alone so long, or everybody would wait for it.
constexpr std::chrono::seconds pause_after_failure{5};

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char each : text) {
        const auto c = static_cast<unsigned char>(each);
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
                              c == '~';
        if (is_plain) {
            encoded += each;
        } else {
            encoded += '%';
            encoded += digits[c >> 4U];
            encoded += digits[c & 0x0FU];
        }
    }
    return encoded;
}

/// Whether a list of the document holds a word; a list that is not there says nothing.
bool allows(const json::object& document, std::string_view list, std::string_view word) {
    const json::value* found = document.if_contains(list);
    if (found == nullptr) return true;
    if (!found->is_array()) return false;
    return std::ranges::any_of(found->as_array(), [word](const json::value& each) {
        return each.is_string() && std::string_view(each.as_string()) == word;
    });
}

bool signs_for_us(const json::object& document) {
    constexpr std::string_view list = "id_token_signing_alg_values_supported";
    return allows(document, list, "RS256") || allows(document, list, "ES256") ||
           allows(document, list, "PS256");
}

Error refused(const config::LoginProvider& provider, std::string rule) {
    log::warning("provider.refused", {{"provider", provider.id}, {"rule", rule}});
    return Error(ErrorCode::provider_refused, std::move(rule));
}

std::string discovery_url(const config::LoginProvider& provider) {
    std::string url = provider.issuer;
    if (url.ends_with('/')) url.pop_back();
    return url + "/.well-known/openid-configuration";
}

}  // namespace

/// What was fetched of one provider, under the mutex.
struct LoginProviders::Held {
    std::optional<ProviderPlace> place;
    Instant place_at{};
    std::shared_ptr<const ProviderKeys> keys;
    Instant keys_at{};
    std::optional<Instant> forced_at;  ///< when an unknown key last made us fetch
    std::optional<Instant> failed_at;
};

std::string form_field(std::string_view name, std::string_view value) {
    return percent_encoded(name) + '=' + percent_encoded(value);
}

Result<ProviderPlace> ProviderPlace::parse(std::string_view text,
                                           const config::LoginProvider& provider) {
    YX_TRY(const json::object document, parse_strict_object(text));
    const auto rule = [](const char* name) { return Error(ErrorCode::provider_refused, name); };
    // Letter for letter: OpenID Connect Discovery 1.0, section 4.3.
    if (text_under(document, "issuer") != provider.issuer) return rule("issuer");
    ProviderPlace place;
    place.authorization_endpoint = text_under(document, "authorization_endpoint");
    place.token_endpoint = text_under(document, "token_endpoint");
    place.keys_address = text_under(document, "jwks_uri");
    if (!provider.may_lie_at(place.authorization_endpoint)) return rule("authorization_endpoint");
    if (!provider.may_lie_at(place.token_endpoint)) return rule("token_endpoint");
    if (!provider.may_lie_at(place.keys_address)) return rule("jwks_uri");
    if (!allows(document, "response_types_supported", "code")) return rule("response_types");
    if (!allows(document, "code_challenge_methods_supported", "S256")) return rule("PKCE");
    if (!signs_for_us(document)) return rule("signing algorithms");
    const json::value* names =
        document.if_contains("authorization_response_iss_parameter_supported");
    place.names_itself = names != nullptr && names->is_bool() && names->as_bool();
    return place;
}

LoginProviders::LoginProviders(const config::Login& settings,
                               std::map<std::string, Secret> secrets,
                               flow::Pool& pool,
                               ProviderDoor door)
    : settings_(settings), secrets_(std::move(secrets)), pool_(pool), door_(std::move(door)) {
    for (const config::LoginProvider& provider : settings_.providers)
        held_.emplace(provider.id, std::make_unique<Held>());
}

LoginProviders::~LoginProviders() = default;

LoginProviders::Held& LoginProviders::held(const config::LoginProvider& provider) {
    return *held_.at(provider.id);
}

Task<Result<ProviderAnswer>> LoginProviders::call(const config::LoginProvider& provider,
                                                  ProviderRequest request) {
    request.ca = provider.ca;
    request.is_loopback_allowed = provider.is_loopback_allowed;
    request.deadline = settings_.deadline;
    // By value: whoever waits may be gone before the answer is there.
    auto work = [door = door_, request = std::move(request)] { return door(request); };
    auto answer = co_await flow::with_deadline(flow::on_pool(pool_, std::move(work)),
                                               settings_.deadline + std::chrono::seconds(1));
    if (answer && answer->status < first_server_fault) co_return answer;
    log::warning("provider.unavailable",
                 {{"provider", provider.id},
                  {"error", answer ? "status" : dotted_name(answer.error().code())}});
    co_return Error(ErrorCode::provider_unavailable, provider.id);
}

Task<Result<ProviderPlace>> LoginProviders::place_of(const config::LoginProvider& provider,
                                                     Instant now) {
    Held& held = this->held(provider);
    {
        const std::lock_guard lock(mutex_);
        if (held.place && now < held.place_at + good_for) co_return *held.place;
        if (held.failed_at && now < *held.failed_at + pause_after_failure) {
            co_return Error(ErrorCode::provider_unavailable, provider.id);
        }
    }
    const auto answer = co_await call(provider, {discovery_url(provider), {}, {}, {}, false, {}});
    Result<ProviderPlace> place = !answer ? Result<ProviderPlace>(answer.error())
                                  : answer->status == http_ok
                                      ? ProviderPlace::parse(answer->body, provider)
                                      : Error(ErrorCode::provider_unavailable, provider.id);
    const std::lock_guard lock(mutex_);
    if (place) {
        held.place = *place;
        held.place_at = now;
        held.failed_at.reset();
        co_return place;
    }
    held.failed_at = now;
    if (place.error().code() == ErrorCode::provider_unavailable) co_return place;
    co_return refused(provider, "discovery: " + place.error().detail());
}

Task<Result<std::shared_ptr<const ProviderKeys>>> LoginProviders::keys_of(
    const config::LoginProvider& provider, Freshness freshness, Instant now) {
    YX_CO_TRY(const ProviderPlace place, co_await place_of(provider, now));
    Held& held = this->held(provider);
    {
        const std::lock_guard lock(mutex_);
        const bool may_be_held = freshness == Freshness::cached
                                     ? now < held.keys_at + good_for
                                     : held.forced_at && now < *held.forced_at + between_fetches;
        if (held.keys && may_be_held) co_return held.keys;
        if (freshness == Freshness::fresh) held.forced_at = now;
    }
    YX_CO_TRY(const ProviderAnswer answer,
              co_await call(provider, {place.keys_address, {}, {}, {}, false, {}}));
    if (answer.status != http_ok) co_return Error(ErrorCode::provider_unavailable, provider.id);
    auto keys = ProviderKeys::parse(answer.body);
    if (!keys) co_return refused(provider, "keys: " + keys.error().detail());
    auto shared = std::make_shared<const ProviderKeys>(*std::move(keys));
    const std::lock_guard lock(mutex_);
    held.keys = shared;
    held.keys_at = now;
    co_return std::shared_ptr<const ProviderKeys>(std::move(shared));
}

Task<Result<ProviderTokens>> LoginProviders::redeem(const config::LoginProvider& provider,
                                                    std::string code,
                                                    Secret verifier,
                                                    std::string redirect_uri,
                                                    Instant now) {
    YX_CO_TRY(const ProviderPlace place, co_await place_of(provider, now));
    ProviderRequest request;
    request.url = place.token_endpoint;
    // RFC 6749, 2.3.1: both encoded like a form before they are joined.
    const std::string pair = percent_encoded(provider.client_id) + ':' +
                             percent_encoded(secrets_.at(provider.id).expose());
    request.authorization = "Basic " + to_base64(as_bytes(pair));
    request.form = form_field("grant_type", "authorization_code") + '&' + form_field("code", code) +
                   '&' + form_field("redirect_uri", redirect_uri) + '&' +
                   form_field("code_verifier", verifier.expose());
    YX_CO_TRY(const ProviderAnswer answer, co_await call(provider, std::move(request)));
    if (answer.status != http_ok) {
        co_return refused(provider, "token endpoint: status " + std::to_string(answer.status));
    }
    const auto document = parse_strict_object(answer.body);
    if (!document) co_return refused(provider, "token endpoint: no strict JSON");
    ProviderTokens tokens{text_under(*document, "id_token"),
                          Secret(text_under(*document, "access_token"))};
    const std::string type = to_lower_ascii(text_under(*document, "token_type"));
    if (tokens.id_token.empty() || type != "bearer") {
        co_return refused(provider, "token endpoint: no ID token");
    }
    co_return tokens;
}

}  // namespace yinxin::service
