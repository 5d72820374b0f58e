// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/login.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/config/key_kinds.hpp"
#include "yinxin/config/login_read.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace yinxin::config {
namespace {

constexpr std::size_t longest_id = 24;
constexpr std::size_t longest_url = 500;

/// Words that are addresses of their own behind /login/.
constexpr std::array<std::string_view, 1> taken_ids{"code"};

bool is_provider_id(std::string_view id) {
    const bool is_clean = std::ranges::all_of(
        id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
    return !id.empty() && id.size() <= longest_id && id.front() >= 'a' && is_clean &&
           std::ranges::find(taken_ids, id) == taken_ids.end();
}

bool is_loopback_origin(std::string_view origin) {
    for (const std::string_view host : {"http://127.0.0.1", "http://[::1]", "http://localhost"}) {
        if (!origin.starts_with(host)) continue;
        const std::string_view rest = origin.substr(host.size());
        return rest.empty() || rest.starts_with(':');
    }
    return false;
}

bool is_reachable(const LoginProvider& provider, std::string_view url) {
    const std::string origin = origin_of_url(url);
    if (origin.starts_with("https://")) return true;
    return provider.is_loopback_allowed && is_loopback_origin(origin);
}

void read_documents(StrictTable& table, PersonClaims& claims) {
    for (const std::string& pair : table.texts("document_types")) {
        const std::size_t equals = pair.find('=');
        const auto type = domain::parse_key<domain::IdDocumentType>(
            equals == std::string::npos ? std::string_view()
                                        : std::string_view(pair).substr(equals + 1));
        if (!type) {
            table.refuse(
                "document_types",
                "\"WORD=our kind of document\", e.g. \"01=" +
                    std::string(domain::key(domain::IdDocumentType::resident_identity_card)) +
                    "\"");
            return;
        }
        claims.document_types.emplace(pair.substr(0, equals), *type);
    }
}

void read_person(StrictTable& table, PersonClaims& claims) {
    claims.are_asserted = table.truth_or("asserts_person", false);
    claims.verified = table.text_or_empty("claim_verified");
    if (table.has("claim_name")) claims.name = table.text("claim_name");
    claims.document_type = table.text_or_empty("claim_document_type");
    if (table.has("claim_number")) claims.number = table.text("claim_number");
    read_documents(table, claims);
    if (!claims.document_type.empty() && claims.document_types.empty()) {
        table.refuse("document_types", "claim_document_type needs the words it may have");
    }
    const bool is_told = !claims.verified.empty() || !claims.document_type.empty();
    if (!claims.are_asserted && is_told) {
        table.refuse("asserts_person", "claims about the person are read where it is true only");
    }
}

void check_place(StrictTable& table, const LoginProvider& provider) {
    if (!is_reachable(provider, provider.issuer) || provider.issuer.contains('?') ||
        provider.issuer.contains('#')) {
        table.refuse("issuer", "an https URL without query and fragment is needed");
    }
    for (const std::string& origin : provider.also_at) {
        if (origin_of_url(origin) != origin || !is_reachable(provider, origin)) {
            table.refuse("also_at", "\"https://HOST\", nothing behind it");
        }
    }
}

}  // namespace

std::string origin_of_url(std::string_view url) {
    const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    if (scheme == 0 || url.size() > longest_url) return {};
    const std::string_view host = url.substr(scheme, url.find_first_of("/?#", scheme) - scheme);
    const bool is_plain = std::ranges::all_of(host, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
    });
    const bool is_clean = std::ranges::all_of(
        url, [](char c) { return c > ' ' && c < 0x7F && c != '\\' && c != '"'; });
    if (host.empty() || !is_plain || !is_clean) return {};
    return std::string(url.substr(0, scheme + host.size()));
}

std::string LoginProvider::origin() const {
    return origin_of_url(issuer);
}

bool LoginProvider::may_lie_at(std::string_view url) const {
    const std::string there = origin_of_url(url);
    if (there.empty() || url.contains('#')) return false;
    return there == origin() || std::ranges::find(also_at, there) != also_at.end();
}

const LoginProvider* Login::find(std::string_view id) const noexcept {
    const auto found = std::ranges::find(providers, id, &LoginProvider::id);
    return found == providers.end() ? nullptr : &*found;
}

void read_login_provider(StrictTable& table, Login& login) {
    LoginProvider provider;
    provider.id = table.text("id");
    provider.name = table.bilingual("name");
    provider.issuer = table.text("issuer");
    provider.client_id = table.text("client_id");
    provider.secret_file = table.text("secret_file");
    if (table.has("scopes")) provider.scopes = table.texts("scopes");
    provider.also_at = table.texts("also_at");
    provider.ca = table.text_or_empty("ca");
    provider.is_loopback_allowed = table.truth_or("http_to_loopback", false);
    provider.mobile_claim = table.text_or_empty("claim_mobile");
    read_person(table, provider.person);
    if (!is_provider_id(provider.id)) {
        table.refuse("id", "a small letter, then small letters, digits and hyphens; not \"code\"");
    }
    if (login.find(provider.id) != nullptr) table.refuse("id", "used twice");
    const auto same_issuer =
        std::ranges::find(login.providers, provider.issuer, &LoginProvider::issuer);
    if (same_issuer != login.providers.end()) table.refuse("issuer", "used twice");
    if (std::ranges::find(provider.scopes, "openid") == provider.scopes.end()) {
        table.refuse("scopes", "\"openid\" must be among them");
    }
    check_place(table, provider);
    login.providers.push_back(std::move(provider));
}

std::vector<Key> login_keys() {
    return {
        duration_key("login.deadline",
                     "Longest wait for one answer of a provider. Providers are tables "
                     "[[login.provider]] (docs/login.md).",
                     YX_AT(login.deadline),
                     std::chrono::seconds(1),
                     std::chrono::seconds(60)),
    };
}

std::string describe_providers(const Login& login) {
    const auto list = [](const std::vector<std::string>& words) {
        std::string text = "[";
        for (const std::string& word : words)
            text += (text.size() > 1 ? ", " : "") + log::json_quote(word);
        return text + "]";
    };
    std::string text;
    for (const LoginProvider& each : login.providers) {
        std::vector<std::string> types;
        for (const auto& [word, type] : each.person.document_types)
            types.push_back(word + "=" + std::string(domain::key(type)));
        const auto line = [&text](std::string_view key, const std::string& value) {
            text += std::string(key) + " = " + value + "\n";
        };
        text += "\n[[login.provider]]\n";
        line("id", log::json_quote(each.id));
        line("name",
             "{ zh = " + log::json_quote(each.name.zh) + ", en = " + log::json_quote(each.name.en) +
                 " }");
        line("issuer", log::json_quote(each.issuer));
        line("client_id", log::json_quote(each.client_id));
        line("secret_file", log::json_quote(each.secret_file.string()));
        line("scopes", list(each.scopes));
        line("also_at", list(each.also_at));
        line("ca", log::json_quote(each.ca.string()));
        line("http_to_loopback", each.is_loopback_allowed ? "true" : "false");
        line("claim_mobile", log::json_quote(each.mobile_claim));
        line("asserts_person", each.person.are_asserted ? "true" : "false");
        line("claim_verified", log::json_quote(each.person.verified));
        line("claim_name", log::json_quote(each.person.name));
        line("claim_document_type", log::json_quote(each.person.document_type));
        line("claim_number", log::json_quote(each.person.number));
        line("document_types", list(types));
    }
    return text;
}

}  // namespace yinxin::config
