// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/addresses.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

#include <arpa/inet.h>

namespace yinxin::http {
namespace {

using Address = std::array<std::uint8_t, 16>;

std::optional<Address> parse_address(std::string_view text) {
    const std::string copy(text);
    Address bytes{};
    if (::inet_pton(AF_INET6, copy.c_str(), bytes.data()) == 1) return bytes;
    std::array<std::uint8_t, 4> v4{};
    if (::inet_pton(AF_INET, copy.c_str(), v4.data()) != 1) return std::nullopt;
    bytes[10] = bytes[11] = 0xFF;
    std::ranges::copy(v4, bytes.begin() + 12);
    return bytes;
}

bool has_prefix(const Address& address, const Address& network, unsigned bits) noexcept {
    const unsigned whole = bits / 8;
    if (std::memcmp(address.data(), network.data(), whole) != 0) return false;
    if (bits % 8 == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xFF << (8 - bits % 8));
    return (address.at(whole) & mask) == (network.at(whole) & mask);
}

}  // namespace

Result<TrustedProxies> TrustedProxies::create(std::span<const std::string> networks) {
    TrustedProxies proxies;
    for (const std::string& text : networks) {
        const Error wrong(ErrorCode::config_invalid, "not an address or network: " + text);
        const std::size_t slash = text.find('/');
        const auto address = parse_address(text.substr(0, slash));
        if (!address) return wrong;
        Network network{*address, 128};
        if (slash != std::string::npos) {
            const bool is_v4 = text.find(':') == std::string::npos;
            const auto bits = parse_integer(text.substr(slash + 1));
            if (!bits || *bits < 0 || *bits > (is_v4 ? 32 : 128)) return wrong;
            network.prefix = static_cast<unsigned>(*bits) + (is_v4 ? 96 : 0);
        }
        proxies.networks_.push_back(network);
    }
    return proxies;
}

bool TrustedProxies::is_trusted(std::string_view address) const noexcept {
    if (networks_.empty()) return false;
    const auto bytes = parse_address(address);
    return bytes && std::ranges::any_of(networks_, [&bytes](const Network& network) {
               return has_prefix(*bytes, network.bytes, network.prefix);
           });
}

std::string TrustedProxies::client_of(std::string_view peer, std::string_view forwarded_for) const {
    std::string client(peer);
    if (!is_trusted(peer)) return client;
    const auto hops = split(forwarded_for, ',');
    for (auto hop = hops.rbegin(); hop != hops.rend(); ++hop) {
        const std::string_view address = trim(*hop);
        if (!parse_address(address)) break;
        client = address;
        if (!is_trusted(address)) break;
    }
    return client;
}

}  // namespace yinxin::http
