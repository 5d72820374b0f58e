// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin {

/// An IP address; IPv4 as IPv4-mapped IPv6, so that either spelling is the same address.
using AddressBytes = std::array<std::uint8_t, 16>;

[[nodiscard]] std::optional<AddressBytes> parse_address(std::string_view text) noexcept;

/// Addresses and networks ("127.0.0.1", "10.0.0.0/8", "fd00::/8").
class NetworkList {
  public:
    /// @error malformed  the detail names the text that is neither.
    [[nodiscard]] static Result<NetworkList> create(std::span<const std::string> networks);

    [[nodiscard]] bool contains(const AddressBytes& address) const noexcept;
    /// What is no address is in no network.
    [[nodiscard]] bool contains(std::string_view address) const noexcept;
    [[nodiscard]] bool empty() const noexcept { return networks_.empty(); }

  private:
    struct Network {
        AddressBytes bytes{};
        unsigned prefix = 128;
    };
    std::vector<Network> networks_;
};

/// Whether an address belongs to the open internet (IANA special-purpose registries, RFC 6890):
/// not this host, a private, shared, link-local, documentation, multicast or reserved network, nor
/// one that carries an IPv4 address inside (6to4, Teredo, NAT64), behind which such a one may hide.
[[nodiscard]] bool is_public_address(const AddressBytes& address) noexcept;
[[nodiscard]] bool is_loopback_address(const AddressBytes& address) noexcept;

}  // namespace yinxin
