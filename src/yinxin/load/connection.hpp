// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/flow/task.hpp"
#include "yinxin/load/answer_reader.hpp"
#include "yinxin/load/target.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/ssl/stream.hpp>

namespace yinxin::load {

/// One keep-alive connection to a node. Of one thread; one request at a time.
class Connection {
  public:
    Connection(const Node& node, boost::asio::ssl::context& tls);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Connects where it is not connected, sends, and reads the answer.
    /// @error unavailable  nobody answered; the detail is "no connection" (nothing was sent) or
    ///   "connection lost" (something may have been done).  @error malformed  no HTTP
    [[nodiscard]] flow::Task<Result<Answer>> exchange(std::string request);
    /// An exchange was answered here before, so that the node may have closed it since.
    [[nodiscard]] bool was_used() const noexcept { return was_used_; }
    void close();

  private:
    using Plain = boost::asio::ip::tcp::socket;
    using Tls = boost::asio::ssl::stream<Plain>;
    struct Moved {
        bool is_failed = false;
        std::size_t count = 0;
    };
    flow::Task<bool> connect();
    flow::Task<Moved> read_some();
    flow::Task<Moved> write_all(const std::string& request);
    Plain& socket() { return is_tls() ? tls_->next_layer() : *plain_; }
    [[nodiscard]] bool is_tls() const noexcept { return tls_ != nullptr; }

    const Node& node_;
    boost::asio::ssl::context& context_;
    std::unique_ptr<Plain> plain_;
    std::unique_ptr<Tls> tls_;
    std::vector<char> scratch_;
    bool was_used_ = false;
};

}  // namespace yinxin::load
