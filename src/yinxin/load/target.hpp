// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace yinxin::load {

/// One web node, its name looked up.
struct Node {
    bool is_secure = false;
    std::string host;    ///< for TLS: the name the certificate must have
    std::string header;  ///< of the Host line
    std::string origin;  ///< "https://host:port"
    std::vector<boost::asio::ip::tcp::endpoint> endpoints;
};

/// The service under load: one node, or several that are taken in turn.
class Target {
  public:
    /// @param urls  "http://127.0.0.1:8080,https://node2.example"; scheme, host and port only
    /// @param authority  PEM of a CA to trust for https instead of the system's; may be empty
    /// @error invalid_input  no such URL.  @error unavailable  a name is not known.
    [[nodiscard]] static Result<Target> open(std::string_view urls,
                                             const std::filesystem::path& authority);

    [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
    /// @param turn  any number; consecutive ones are consecutive nodes
    [[nodiscard]] const Node& node(std::size_t turn) const { return nodes_[turn % nodes_.size()]; }
    [[nodiscard]] boost::asio::ssl::context& tls() const { return *tls_; }

  private:
    std::vector<Node> nodes_;
    std::shared_ptr<boost::asio::ssl::context> tls_;
};

}  // namespace yinxin::load
