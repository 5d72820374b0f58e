// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/answer_reader.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>
#include <charconv>

namespace yinxin::load {
namespace {

constexpr std::size_t most_head = std::size_t{64} * 1024;
constexpr std::size_t most_body = std::size_t{64} * 1024 * 1024;

Error no_http(const char* what) {
    return Error(ErrorCode::malformed, what);
}

}  // namespace

std::string_view Answer::header(std::string_view name) const {
    for (const auto& [key, value] : headers) {
        if (key == name) return value;
    }
    return {};
}

Result<bool> AnswerReader::feed(std::string_view arrived) {
    has_begun_ = has_begun_ || !arrived.empty();
    buffer_ += arrived;
    for (bool is_stuck = false; !is_stuck && state_ != State::done;) {
        YX_TRY(is_stuck, step());
    }
    if (state_ == State::done && !buffer_.empty()) keeps_alive_ = false;
    return state_ == State::done;
}

Result<void> AnswerReader::finish() {
    if (state_ == State::until_end) state_ = State::done;
    return state_ == State::done ? ok() : Result<void>(no_http("the answer ended too early"));
}

bool AnswerReader::take_line(std::string& line) {
    const auto end = buffer_.find("\r\n");
    if (end == std::string::npos) return false;
    line = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return true;
}

Result<bool> AnswerReader::step() {
    std::string line;
    switch (state_) {
        case State::head: {
            const auto end = buffer_.find("\r\n\r\n");
            if (end == std::string::npos) {
                if (buffer_.size() > most_head) return no_http("too long a head");
                return true;
            }
            const std::string head = buffer_.substr(0, end + 2);
            buffer_.erase(0, end + 4);
            YX_CHECK(read_head(head));
            return false;
        }
        case State::length:
        case State::chunk: {
            const std::size_t count = std::min(missing_, buffer_.size());
            answer_.body.append(buffer_, 0, count);
            buffer_.erase(0, count);
            missing_ -= count;
            if (missing_ > 0) return true;
            state_ = state_ == State::length ? State::done : State::chunk_end;
            return false;
        }
        case State::chunk_size: {
            if (!take_line(line)) return true;
            const auto read = std::from_chars(line.data(), line.data() + line.size(), missing_, 16);
            if (read.ec != std::errc()) return no_http("a chunk without a size");
            if (missing_ > most_body - answer_.body.size()) return no_http("too long a body");
            state_ = missing_ == 0 ? State::trailer : State::chunk;
            return false;
        }
        case State::chunk_end:
            if (!take_line(line)) return true;
            state_ = State::chunk_size;
            return false;
        case State::trailer:
            if (!take_line(line)) return true;
            if (line.empty()) state_ = State::done;
            return false;
        case State::until_end:
            if (answer_.body.size() + buffer_.size() > most_body) return no_http("too long a body");
            answer_.body += buffer_;
            buffer_.clear();
            return true;
        case State::done:
            break;
    }
    return true;
}

Result<void> AnswerReader::read_head(std::string_view head) {
    const auto status = head.size() > 12 ? parse_integer(head.substr(9, 3)) : std::nullopt;
    if (!head.starts_with("HTTP/1.") || !status) return no_http("no status line");
    answer_ = Answer();
    answer_.status = static_cast<int>(*status);
    // An answer before the answer, "100 Continue" for one.
    if (answer_.status < 200) return ok();
    for (const std::string_view each : split(head.substr(head.find("\r\n") + 2), '\n')) {
        const auto colon = each.find(':');
        if (colon == std::string_view::npos) continue;
        answer_.headers.emplace_back(to_lower_ascii(each.substr(0, colon)),
                                     trim(each.substr(colon + 1)));
    }
    keeps_alive_ =
        head.starts_with("HTTP/1.1") && to_lower_ascii(answer_.header("connection")) != "close";
    if (answer_.status == 204 || answer_.status == 304) {
        state_ = State::done;
    } else if (to_lower_ascii(answer_.header("transfer-encoding")) == "chunked") {
        state_ = State::chunk_size;
    } else if (const auto length = parse_integer(answer_.header("content-length")); length) {
        if (*length < 0 || static_cast<std::size_t>(*length) > most_body) {
            return no_http("too long a body");
        }
        missing_ = static_cast<std::size_t>(*length);
        state_ = State::length;
    } else {
        keeps_alive_ = false;
        state_ = State::until_end;
    }
    return ok();
}

}  // namespace yinxin::load
