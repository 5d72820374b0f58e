// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/provider_tokens.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/strict_json.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

#include <boost/json/array.hpp>

namespace yinxin::service {
namespace {

namespace json = boost::json;
using crypto::JoseAlgorithm;

constexpr std::size_t longest_token = std::size_t{16} * 1024;
constexpr std::size_t most_keys = 50;
constexpr std::size_t longest_name = 255;  // of a subject: OpenID Connect Core 1.0, section 2
constexpr int deepest_claim = 4;
constexpr std::string_view logout_event = "http://schemas.openid.net/event/backchannel-logout";

Error refused(std::string rule) {
    return Error(ErrorCode::provider_refused, std::move(rule));
}

/// A token of which the signature is right, and nothing else looked at.
struct Signed {
    json::object payload;
};

Result<json::object> decode_part(std::string_view part, const char* what) {
    const auto bytes = parse_base64url(part);
    if (!bytes) return refused(std::string(what) + " is no base64url");
    auto object = parse_strict_object(as_text(*bytes));
    if (!object) return refused(std::string(what) + " is no strict JSON object");
    return object;
}

/// RFC 8725, 3.11: a token made for something else says so here.
Result<void> check_type(const json::object& header, std::initializer_list<std::string_view> types) {
    const json::value* type = header.if_contains("typ");
    if (type == nullptr) return ok();
    const std::string said = to_lower_ascii(text_under(header, "typ"));
    if (std::ranges::find(types, said) == types.end()) return refused("typ");
    return ok();
}

/// Addresses and keys inside the header (jku, jwk, x5u, x5c) are not even looked at.
Result<Signed> open_token(std::string_view token,
                          const ProviderKeys& keys,
                          std::initializer_list<std::string_view> types) {
    if (token.size() > longest_token) return refused("too long");
    const auto parts = split(token, '.');
    if (parts.size() != 3) return refused("no signed token");
    YX_TRY(const json::object header, decode_part(parts[0], "header"));
    const auto algorithm = crypto::jose_algorithm(text_under(header, "alg"));
    if (!algorithm) return refused("alg");
    if (header.contains("crit")) return refused("crit");
    YX_CHECK(check_type(header, types));
    const json::value* named = header.if_contains("kid");
    if (named != nullptr && !named->is_string()) return refused("kid");
    const auto candidates = keys.find(text_under(header, "kid"), *algorithm);
    if (candidates.empty()) return Error(ErrorCode::not_found, "no such key");
    const auto signature = parse_base64url(parts[2]);
    if (!signature) return refused("signature is no base64url");
    const std::string_view message = token.substr(0, parts[0].size() + 1 + parts[1].size());
    const bool is_right = std::ranges::any_of(candidates, [&](const crypto::JoseKey& key) {
        return key.verify(*algorithm, as_bytes(message), *signature).has_value();
    });
    if (!is_right) return refused("signature");
    YX_TRY(json::object payload, decode_part(parts[1], "payload"));
    return Signed{std::move(payload)};
}

std::optional<Instant> time_under(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains(name);
    if (found == nullptr || !found->is_number()) return std::nullopt;
    const double seconds = found->to_number<double>();
    constexpr double furthest = 1e11;
    if (!std::isfinite(seconds) || seconds < 0 || seconds > furthest) return std::nullopt;
    return Instant(std::chrono::seconds(static_cast<std::int64_t>(seconds)));
}

/// We are the one audience: another one we would have to trust.
bool is_for(const json::object& payload, const std::string& client_id) {
    const json::value* audience = payload.if_contains("aud");
    if (audience == nullptr) return false;
    if (audience->is_array()) {
        return audience->as_array().size() == 1 && audience->as_array()[0].is_string() &&
               std::string_view(audience->as_array()[0].as_string()) == client_id;
    }
    return text_under(payload, "aud") == client_id;
}

/// What both kinds of token have.
Result<Instant> check_common(const json::object& payload, const TokenRules& rules) {
    if (text_under(payload, "iss") != rules.issuer) return refused("iss");
    if (!is_for(payload, rules.client_id)) return refused("aud");
    if (payload.contains("azp") && text_under(payload, "azp") != rules.client_id) {
        return refused("azp");
    }
    const auto expires = time_under(payload, "exp");
    if (!expires || rules.now >= *expires + token_leeway) return refused("exp");
    const auto issued = time_under(payload, "iat");
    if (!issued || *issued > rules.now + token_leeway) return refused("iat");
    if (rules.now >= *issued + token_age + token_leeway) return refused("iat");
    if (payload.contains("nbf")) {
        const auto begins = time_under(payload, "nbf");
        if (!begins || *begins > rules.now + token_leeway) return refused("nbf");
    }
    return *expires;
}

/// A text that names somebody or something: there, and not absurdly long.
bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_name;
}

/// OpenID Connect Core 1.0, 3.1.3.6: the left half of the digest. All our algorithms use SHA-256.
bool is_hash_of(std::string_view hash, std::string_view access_token) {
    const crypto::Digest32 digest = crypto::sha256(as_bytes(access_token));
    return hash == to_base64url(BytesView(digest).first(digest.size() / 2));
}

void collect(const json::object& object, const std::string& prefix, int depth, TokenClaims& into) {
    for (const auto& member : object) {
        const std::string name = prefix + std::string(member.key());
        const json::value& value = member.value();
        if (value.is_string()) {
            into.texts.emplace(name, std::string(value.as_string()));
        } else if (value.is_int64()) {
            into.texts.emplace(name, std::to_string(value.as_int64()));
        } else if (value.is_bool() && value.as_bool()) {
            into.truths.insert(name);
        } else if (value.is_object() && depth < deepest_claim) {
            collect(value.as_object(), name + ".", depth + 1, into);
        }
    }
}

std::optional<crypto::JoseKey> read_key(const json::object& member) {
    const std::string kind = text_under(member, "kty");
    const auto number = [&member](std::string_view name) {
        return parse_base64url(text_under(member, name));
    };
    if (kind == "RSA") {
        const auto n = number("n");
        const auto e = number("e");
        if (!n || !e) return std::nullopt;
        if (auto key = crypto::JoseKey::rsa(*n, *e)) return *key;
    }
    if (kind == "EC" && text_under(member, "crv") == "P-256") {
        const auto x = number("x");
        const auto y = number("y");
        if (!x || !y) return std::nullopt;
        if (auto key = crypto::JoseKey::p256(*x, *y)) return *key;
    }
    return std::nullopt;
}

}  // namespace

Result<ProviderKeys> ProviderKeys::parse(std::string_view text) {
    YX_TRY(const json::object document, parse_strict_object(text));
    const json::value* list = document.if_contains("keys");
    if (list == nullptr || !list->is_array() || list->as_array().size() > most_keys) {
        return Error(ErrorCode::malformed, "no key set");
    }
    ProviderKeys set;
    for (const json::value& each : list->as_array()) {
        if (!each.is_object()) return Error(ErrorCode::malformed, "no key");
        const json::object& member = each.as_object();
        if (member.contains("use") && text_under(member, "use") != "sig") continue;
        std::optional<JoseAlgorithm> only;
        if (member.contains("alg")) {
            only = crypto::jose_algorithm(text_under(member, "alg"));
            if (!only) continue;
        }
        // One odd key does not shut everybody out.
        auto key = read_key(member);
        if (!key || (only && !key->fits(*only))) continue;
        set.keys_.push_back({text_under(member, "kid"), only, *std::move(key)});
    }
    return set;
}

std::vector<crypto::JoseKey> ProviderKeys::find(std::string_view id,
                                                JoseAlgorithm algorithm) const {
    std::vector<crypto::JoseKey> found;
    for (const Key& key : keys_) {
        const bool is_named = id.empty() || key.id == id;
        const bool may_sign = key.algorithm ? *key.algorithm == algorithm : key.key.fits(algorithm);
        if (is_named && may_sign) found.push_back(key.key);
    }
    if (id.empty() && found.size() > 1) found.clear();
    return found;
}

Result<TokenClaims> check_id_token(std::string_view token,
                                   const ProviderKeys& keys,
                                   const TokenRules& rules) {
    YX_TRY(const Signed open, open_token(token, keys, {"jwt", "application/jwt"}));
    const json::object& payload = open.payload;
    YX_CHECK(check_common(payload, rules));
    // A logout token must never log anybody in.
    if (payload.contains("events")) return refused("events");
    const std::string nonce = text_under(payload, "nonce");
    if (rules.nonce.empty() || !equal_constant_time(as_bytes(nonce), as_bytes(rules.nonce))) {
        return refused("nonce");
    }
    if (payload.contains("at_hash") &&
        (rules.access_token.empty() ||
         !is_hash_of(text_under(payload, "at_hash"), rules.access_token))) {
        return refused("at_hash");
    }
    TokenClaims claims;
    claims.subject = text_under(payload, "sub");
    if (!is_name(claims.subject)) return refused("sub");
    claims.session = text_under(payload, "sid");
    if (claims.session.size() > longest_name) return refused("sid");
    collect(payload, "", 0, claims);
    return claims;
}

Result<LogoutClaims> check_logout_token(std::string_view token,
                                        const ProviderKeys& keys,
                                        const TokenRules& rules) {
    YX_TRY(const Signed open, open_token(token, keys, {"jwt", "logout+jwt"}));
    const json::object& payload = open.payload;
    LogoutClaims claims;
    YX_TRY(claims.expires_at, check_common(payload, rules));
    if (payload.contains("nonce")) return refused("nonce");
    const json::value* events = payload.if_contains("events");
    if (events == nullptr || !events->is_object()) return refused("events");
    const json::value* event = events->as_object().if_contains(logout_event);
    if (event == nullptr || !event->is_object()) return refused("events");
    claims.id = text_under(payload, "jti");
    if (!is_name(claims.id)) return refused("jti");
    claims.subject = text_under(payload, "sub");
    claims.session = text_under(payload, "sid");
    if (claims.subject.empty() && claims.session.empty()) return refused("sub");
    if (claims.subject.size() > longest_name || claims.session.size() > longest_name) {
        return refused("sub");
    }
    return claims;
}

}  // namespace yinxin::service
