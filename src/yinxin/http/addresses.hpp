// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/networks.hpp"

#include <span>
#include <string>
#include <string_view>

namespace yinxin::http {

/// Addresses and networks whose word about the client is believed.
class TrustedProxies {
  public:
    /// @param networks  "127.0.0.1", "10.0.0.0/8", "fd00::/8".  @error config.invalid
    [[nodiscard]] static Result<TrustedProxies> create(std::span<const std::string> networks);

    [[nodiscard]] bool is_trusted(std::string_view address) const noexcept;
    /// The person's address: the last one in X-Forwarded-For that is not a trusted proxy, if the
    /// peer itself is one; else the peer. What a client writes into the header further left is
    /// never reached.
    [[nodiscard]] std::string client_of(std::string_view peer,
                                        std::string_view forwarded_for) const;

  private:
    NetworkList networks_;
};

}  // namespace yinxin::http
