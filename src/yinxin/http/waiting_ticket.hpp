// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/crypto/mac_key.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace yinxin::http {

/// Finer than an Instant: hundreds of people come in one second.
using TicketTime = std::chrono::sys_time<std::chrono::milliseconds>;
[[nodiscard]] inline TicketTime ticket_now() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

/// The place of somebody who was asked to wait, in a cookie: since when, for which kind of
/// requests, and whose, under a MAC. Nothing is stored; every node with the same key reads it.
///
/// base64url of: time of issue in ms since 1970 (8 bytes, big-endian), kind (1), MAC (16).
class WaitingTickets {
  public:
    static constexpr std::string_view cookie = "place";
    /// Older ones are worth nothing: who comes back after that begins anew.
    static constexpr std::chrono::minutes life{10};

    explicit WaitingTickets(crypto::MacKey key) : key_(std::move(key)) {}

    [[nodiscard]] std::string issue(TicketTime since,
                                    std::uint8_t kind,
                                    std::string_view subject) const;
    /// Since when its bearer waits; nothing if it is not ours, another's, of another kind, over, or
    /// from the future.
    [[nodiscard]] std::optional<TicketTime> read(std::string_view ticket,
                                                 std::uint8_t kind,
                                                 std::string_view subject,
                                                 TicketTime now) const;

  private:
    [[nodiscard]] Bytes mac_of(BytesView head, std::string_view subject) const;
    crypto::MacKey key_;
};

}  // namespace yinxin::http
