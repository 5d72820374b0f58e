// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <cstring>
#include <string>
#include <utility>

namespace yinxin {

/// A password, key or token: has no stream operator, is not formattable, and is overwritten when
/// it goes out of scope. Read it with expose(), where the reader of the code can see it happen.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    explicit Secret(BytesView value) : value_(as_text(value)) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret&) = default;
    Secret(Secret&& other) noexcept : value_(other.value_) { other.wipe(); }
    Secret& operator=(Secret&& other) noexcept {
        if (this != &other) {
            wipe();
            value_ = other.value_;
            other.wipe();
        }
        return *this;
    }
    ~Secret() { wipe(); }

    [[nodiscard]] const std::string& expose() const noexcept { return value_; }
    [[nodiscard]] BytesView expose_bytes() const noexcept { return as_bytes(value_); }
    [[nodiscard]] bool empty() const noexcept { return value_.empty(); }

  private:
    void wipe() noexcept {
        if (!value_.empty()) explicit_bzero(value_.data(), value_.size());
        value_.clear();
    }

    std::string value_;
};

}  // namespace yinxin
