// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/error.hpp"
#include "yinxin/http/request.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace yinxin::http {

class UploadSpooler;

/// Why a request is not even routed; the connection is closed after the answer.
struct Refusal {
    int status = 400;
    ErrorCode code = ErrorCode::malformed;
    std::string_view reason;  ///< a constant, for logs
};

/// One request from bytes as they arrive (RFC 9112), stricter than the RFC where readers are known
/// to disagree: whoever stands in front of us sees the same requests as we do.
///
///     feed_head(buffer) until is_head_done(), decide, then feed_body(buffer) until is_done().
class RequestReader {
  public:
    /// @param head_limit  bytes of request line and headers.
    explicit RequestReader(std::size_t head_limit);
    ~RequestReader();
    RequestReader(const RequestReader&) = delete;
    RequestReader& operator=(const RequestReader&) = delete;

    /// Takes the head from the front of `buffer` once it is complete; until then takes nothing.
    [[nodiscard]] std::optional<Refusal> feed_head(std::string& buffer);
    [[nodiscard]] bool is_head_done() const noexcept;

    /// Bytes the client announces; nullopt for a chunked body.
    [[nodiscard]] std::optional<std::uint64_t> announced_length() const noexcept;
    [[nodiscard]] bool expects_continue() const noexcept;
    [[nodiscard]] bool keeps_alive() const noexcept;
    [[nodiscard]] bool is_http_10() const noexcept;

    /// From now on a body beyond `most` bytes is refused with 413; a multipart form is taken apart
    /// as it arrives and refused beyond `most_parts`.
    /// @param spooler  where the files of the form go; null: into memory.
    void begin_body(std::size_t most, std::size_t most_parts, UploadSpooler* spooler = nullptr);
    /// Takes as much of the body as `buffer` has; what follows (the next request) stays.
    [[nodiscard]] std::optional<Refusal> feed_body(std::string& buffer);
    [[nodiscard]] bool is_done() const noexcept;

    /// Method, target, path, query, headers, cookies, host, body. Filled as parts are done.
    [[nodiscard]] Request& request() noexcept;
    /// Ready for the next request on this connection.
    void reset();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::http
