// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/public_host.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::cli {
namespace {

/// What stands after the scheme: "host:port".
std::string_view authority_of(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos) return {};
    url.remove_prefix(scheme + 3);
    return url.substr(0, url.find('/'));
}

bool is_address(std::string_view host) {
    return host.find(':') != std::string_view::npos ||
           host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

std::string host_of(std::string_view url) {
    const std::string_view authority = authority_of(url);
    if (authority.starts_with('['))
        return std::string(authority.substr(1, authority.find(']') - 1));
    return std::string(authority.substr(0, authority.find(':')));
}

std::uint16_t port_of(std::string_view url) {
    const std::string_view authority = authority_of(url);
    const std::size_t colon = authority.rfind(':');
    if (colon == std::string_view::npos || authority.ends_with(']')) {
        return url.starts_with("https://") ? 443 : 80;
    }
    const auto port = parse_integer(authority.substr(colon + 1));
    return port && *port > 0 && *port <= 65535 ? static_cast<std::uint16_t>(*port) : 0;
}

Result<std::string> parse_public_url(std::string_view text) {
    std::string url(trim(text));
    while (url.ends_with('/')) {
        url.pop_back();
    }
    const bool is_url = (url.starts_with("http://") || url.starts_with("https://")) &&
                        !host_of(url).empty() && port_of(url) != 0 &&
                        url.find('/', url.find("://") + 3) == std::string::npos;
    if (!is_url) {
        return Error(ErrorCode::invalid_input,
                     "not a public URL, such as https://192.168.1.20:8443: " + url);
    }
    return url;
}

std::string every_address_for(std::string_view url) {
    return host_of(url).contains(':') ? "::" : "0.0.0.0";
}

void add_host(std::string_view url,
              std::vector<std::string>& dns_names,
              std::vector<std::string>& ip_addresses) {
    const std::string host = host_of(url);
    if (host.empty()) return;
    std::vector<std::string>& list = is_address(host) ? ip_addresses : dns_names;
    if (std::ranges::find(list, host) == list.end()) list.push_back(host);
}

}  // namespace yinxin::cli
