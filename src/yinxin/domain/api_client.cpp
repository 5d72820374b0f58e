// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/api_client.hpp"

#include "yinxin/base/text.hpp"

namespace yinxin::domain {
namespace {

constexpr std::string_view live_start = "yx_live_";
constexpr std::string_view test_start = "yx_test_";

bool is_of_alphabet(std::string_view text) {
    return text.find_first_not_of(key_alphabet) == std::string_view::npos;
}

}  // namespace

Secret format_key(ClientMode mode, const ClientKey& key) {
    const std::string_view start = mode == ClientMode::live ? live_start : test_start;
    return Secret(std::string(start) + key.prefix + "_" + key.secret.expose());
}

Result<ClientKey> parse_key_text(std::string_view text) {
    const Error wrong(ErrorCode::malformed, "not an API key");
    if (!text.starts_with(live_start) && !text.starts_with(test_start)) return wrong;
    text.remove_prefix(live_start.size());
    if (text.size() != key_prefix_length + 1 + key_secret_length) return wrong;
    const std::string_view prefix = text.substr(0, key_prefix_length);
    const std::string_view secret = text.substr(key_prefix_length + 1);
    const bool is_formed =
        text[key_prefix_length] == '_' && is_of_alphabet(prefix) && is_of_alphabet(secret);
    if (!is_formed) return wrong;
    return ClientKey{std::string(prefix), Secret(std::string(secret))};
}

std::string format_scopes(const ClientScopes& scopes) {
    std::string text;
    for (const ClientScope scope : scopes) {
        text += (text.empty() ? "" : " ") + std::string(key(scope));
    }
    return text;
}

ClientScopes read_scopes(std::string_view text) {
    ClientScopes scopes;
    for (const std::string_view word : split(text, ' ')) {
        if (const auto scope = parse_key<ClientScope>(word)) scopes.insert(*scope);
    }
    return scopes;
}

Result<ClientScopes> parse_scopes(std::string_view typed) {
    ClientScopes scopes;
    for (const std::string_view word : split(typed, ',')) {
        const auto scope = parse_key<ClientScope>(trim(word));
        if (!scope) return Error(ErrorCode::invalid_input, "no such scope: " + std::string(word));
        scopes.insert(*scope);
    }
    return scopes;
}

}  // namespace yinxin::domain
