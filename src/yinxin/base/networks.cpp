// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/networks.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>
#include <cstring>

#include <arpa/inet.h>

namespace yinxin {
namespace {

constexpr unsigned ipv4_begins_at = 96;  ///< bits of ::ffff:0:0 in front of an IPv4 address

bool has_prefix(const AddressBytes& address, const AddressBytes& network, unsigned bits) noexcept {
    const unsigned whole = bits / 8;
    if (std::memcmp(address.data(), network.data(), whole) != 0) return false;
    if (bits % 8 == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xFF << (8 - bits % 8));
    return (address.at(whole) & mask) == (network.at(whole) & mask);
}

NetworkList networks_of(std::initializer_list<std::string> texts) {
    const std::vector<std::string> all(texts);
    return *NetworkList::create(all);
}

}  // namespace

std::optional<AddressBytes> parse_address(std::string_view text) noexcept {
    std::array<char, INET6_ADDRSTRLEN> copy{};
    if (text.size() >= copy.size()) return std::nullopt;
    std::ranges::copy(text, copy.begin());
    AddressBytes bytes{};
    if (::inet_pton(AF_INET6, copy.data(), bytes.data()) == 1) return bytes;
    std::array<std::uint8_t, 4> v4{};
    if (::inet_pton(AF_INET, copy.data(), v4.data()) != 1) return std::nullopt;
    bytes[10] = bytes[11] = 0xFF;
    std::ranges::copy(v4, bytes.begin() + 12);
    return bytes;
}

Result<NetworkList> NetworkList::create(std::span<const std::string> networks) {
    NetworkList list;
    for (const std::string& text : networks) {
        const Error wrong(ErrorCode::malformed, "not an address or network: " + text);
        const std::size_t slash = text.find('/');
        const auto address = parse_address(std::string_view(text).substr(0, slash));
        if (!address) return wrong;
        Network network{*address, 128};
        if (slash != std::string::npos) {
            const bool is_v4 = text.find(':') == std::string::npos;
            const auto bits = parse_integer(std::string_view(text).substr(slash + 1));
            if (!bits || *bits < 0 || *bits > (is_v4 ? 32 : 128)) return wrong;
            network.prefix = static_cast<unsigned>(*bits) + (is_v4 ? ipv4_begins_at : 0);
        }
        list.networks_.push_back(network);
    }
    return list;
}

bool NetworkList::contains(const AddressBytes& address) const noexcept {
    return std::ranges::any_of(networks_, [&address](const Network& network) {
        return has_prefix(address, network.bytes, network.prefix);
    });
}

bool NetworkList::contains(std::string_view address) const noexcept {
    if (networks_.empty()) return false;
    const auto bytes = parse_address(address);
    return bytes && contains(*bytes);
}

bool is_public_address(const AddressBytes& address) noexcept {
    static const NetworkList ipv4 = networks_of({"0.0.0.0/0"});
    static const NetworkList special_ipv4 = networks_of({"0.0.0.0/8",
                                                         "10.0.0.0/8",
                                                         "100.64.0.0/10",
                                                         "127.0.0.0/8",
                                                         "169.254.0.0/16",
                                                         "172.16.0.0/12",
                                                         "192.0.0.0/24",
                                                         "192.0.2.0/24",
                                                         "192.88.99.0/24",
                                                         "192.168.0.0/16",
                                                         "198.18.0.0/15",
                                                         "198.51.100.0/24",
                                                         "203.0.113.0/24",
                                                         "224.0.0.0/3"});
    static const NetworkList unicast_ipv6 = networks_of({"2000::/3"});
    static const NetworkList special_ipv6 =
        networks_of({"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"});
    if (ipv4.contains(address)) return !special_ipv4.contains(address);
    return unicast_ipv6.contains(address) && !special_ipv6.contains(address);
}

bool is_loopback_address(const AddressBytes& address) noexcept {
    static const NetworkList loopback = networks_of({"127.0.0.0/8", "::1"});
    return loopback.contains(address);
}

}  // namespace yinxin
