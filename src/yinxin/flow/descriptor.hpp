// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include <cstdint>
#include <utility>

#include <unistd.h>

namespace yinxin::flow {

// The first byte of what comes back from the confined side.
inline constexpr std::uint8_t confined_no_worker = 0;  ///< and nothing more
inline constexpr std::uint8_t confined_answer = 1;     ///< the answer follows

/// Owns one file descriptor.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    [[nodiscard]] int get() const noexcept { return fd_; }

  private:
    int fd_ = -1;
};

}  // namespace yinxin::flow
