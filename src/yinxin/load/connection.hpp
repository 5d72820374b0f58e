// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/flow/task.hpp"
#include "yinxin/load/target.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/ssl/stream.hpp>

namespace yinxin::load {

/// What a node answered.
struct Answer {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;

    /// The first of this name (lower case); empty without.
    [[nodiscard]] std::string_view header(std::string_view name) const;
    [[nodiscard]] bool is_redirect() const noexcept { return status >= 301 && status <= 308; }
};

/// Reads one answer out of what has arrived: head, then a body by its length or in chunks
/// (RFC 9112). Limits: 64 KiB of head, 64 MiB of body.
class AnswerReader {
  public:
    /// @return whether the answer is whole. @error malformed  this is no HTTP, or too much
    [[nodiscard]] Result<bool> feed(std::string_view arrived);
    /// The connection ended here. @error malformed  in the middle of an answer
    [[nodiscard]] Result<void> finish();
    [[nodiscard]] Answer take() { return std::move(answer_); }
    /// The connection may be used again afterwards.
    [[nodiscard]] bool keeps_alive() const noexcept { return keeps_alive_; }
    [[nodiscard]] bool has_begun() const noexcept { return has_begun_; }

  private:
    enum class State { head, length, chunk_size, chunk, chunk_end, trailer, until_end, done };
    /// @return whether more must arrive before anything can go on
    Result<bool> step();
    Result<void> read_head(std::string_view head);
    bool take_line(std::string& line);

    State state_ = State::head;
    std::string buffer_;
    Answer answer_;
    std::size_t missing_ = 0;
    bool keeps_alive_ = true;
    bool has_begun_ = false;
};

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
