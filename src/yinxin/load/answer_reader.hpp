// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

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

}  // namespace yinxin::load
