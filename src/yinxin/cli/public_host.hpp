// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::cli {

/// The host of "scheme://host:port", an IPv6 address without its brackets; empty: there is none.
[[nodiscard]] std::string host_of(std::string_view url);
/// Its port, or the scheme's own. 0: it is not a port.
[[nodiscard]] std::uint16_t port_of(std::string_view url);
/// What people type: scheme and host, without the slashes at the end.
/// @error invalid_input  another scheme, no host, no port number, or a path.
[[nodiscard]] Result<std::string> parse_public_url(std::string_view text);
/// What to listen on so that a URL's host is reached: every address of the computer. Only an IPv6
/// address asks for "::", which takes IPv4 too but needs a kernel that has IPv6.
[[nodiscard]] std::string every_address_for(std::string_view url);
/// Adds a URL's host to the names or to the addresses of a server certificate, once.
void add_host(std::string_view url,
              std::vector<std::string>& dns_names,
              std::vector<std::string>& ip_addresses);

}  // namespace yinxin::cli
