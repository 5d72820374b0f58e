// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/base/time.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string_view>

namespace yinxin::http {

/// So many at once, and one more every `interval`.
struct Rate {
    std::uint32_t burst = 1;
    std::chrono::nanoseconds interval = std::chrono::seconds(1);

    [[nodiscard]] static constexpr Rate per_minute(std::uint32_t count) {
        return {count,
                std::chrono::nanoseconds(std::chrono::minutes(1)) / (count == 0 ? 1 : count)};
    }
};

/// Token buckets per (purpose, subject), in memory of this process. Subjects (an address, a login
/// name) are kept only as keyed hashes under a key drawn at start. Thread-safe.
///
/// Memory is bounded: at most `capacity` buckets; the longest untouched go first.
class RateLimiter {
  public:
    explicit RateLimiter(std::size_t capacity = 100'000);
    ~RateLimiter();

    /// Takes one token. IPv6 subjects count by their /64.
    /// @error too_many_requests  with retry_after.
    [[nodiscard]] Result<void> take(std::string_view purpose,
                                    std::string_view subject,
                                    Rate rate,
                                    std::chrono::steady_clock::time_point now);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The part of an address that is limited: IPv4 whole, IPv6 its first 64 bits.
[[nodiscard]] std::string address_subject(std::string_view address);

}  // namespace yinxin::http
