// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/webhook_url.hpp"

#include "yinxin/base/networks.hpp"
#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

constexpr std::string_view secure = "https://";
constexpr std::string_view plain = "http://";

bool is_host_name(std::string_view host) {
    const bool is_clean = std::ranges::all_of(host, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    });
    // "2130706433" and "127.1" are addresses to some resolvers: the last label of a name has a
    // letter.
    const std::string_view last = host.substr(host.rfind('.') + 1);
    const bool has_letter =
        std::ranges::any_of(last, [](char c) { return c >= 'a' && c <= 'z'; }) &&
        !last.starts_with("0x");
    return !host.empty() && host.size() <= 253 && is_clean && has_letter;
}

bool is_port(std::string_view text) {
    const auto port = parse_integer(text);
    return port && *port > 0 && *port <= 65'535;
}

struct Authority {
    std::string_view host;  ///< without brackets
    bool is_whole = false;
};

Authority split_authority(std::string_view text) {
    Authority authority;
    std::string_view rest;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return authority;
        authority.host = text.substr(1, end - 1);
        rest = text.substr(end + 1);
    } else {
        authority.host = text.substr(0, text.find(':'));
        rest = text.substr(authority.host.size());
    }
    authority.is_whole = rest.empty() || (rest.starts_with(':') && is_port(rest.substr(1)));
    return authority;
}

bool is_loopback_host(std::string_view host) {
    const auto address = parse_address(host);
    return address ? is_loopback_address(*address) : host == "localhost";
}

}  // namespace

Result<std::string> parse_webhook_url(std::string_view text, WebhookReach reach) {
    const Error refused(ErrorCode::webhook_url_refused);
    const bool is_secure = text.starts_with(secure);
    const bool is_clean = std::ranges::all_of(text, [](char c) {
        return c > ' ' && c < 0x7F &&
               std::string_view("#@\\\"<>^`{|}").find(c) == std::string_view::npos;
    });
    if (!is_clean || text.size() > max_webhook_url_length) return refused;
    if (!is_secure && !text.starts_with(plain)) return refused;
    const std::string_view behind = text.substr(is_secure ? secure.size() : plain.size());
    const std::size_t slash = behind.find('/');
    if (slash == std::string_view::npos) return refused;
    const Authority authority = split_authority(behind.substr(0, slash));
    if (!authority.is_whole) return refused;

    const auto address = parse_address(authority.host);
    if (!address && !is_host_name(authority.host)) return refused;
    const bool is_here = is_loopback_host(authority.host);
    if (is_here && reach == WebhookReach::demonstration) return std::string(text);
    const bool is_private = is_here || (address && !is_public_address(*address));
    if (!is_secure || is_private) return refused;
    return std::string(text);
}

}  // namespace yinxin::domain
