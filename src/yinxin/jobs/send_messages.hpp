// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/config/messages.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/message_gateways.hpp"
#include "yinxin/storage/store.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Sends queued messages through the gateways (docs/messages.md).
namespace yinxin::jobs {

/// What sending needs. `post` is replaced in tests.
struct MessageRoom {
    storage::Store& store;
    const storage::DataKeys& keys;
    const config::Messages& gateways;
    const std::map<std::string, Secret, std::less<>>& gateway_keys;
    const Clock& clock;
    /// Each has rounds of its own, so that one that is away or hangs holds up nothing of the other.
    domain::MessageChannel channel = domain::MessageChannel::sms;
};

/// How long a message waits after this many attempts; nothing: it is given up.
[[nodiscard]] std::optional<std::chrono::seconds> message_retry(int attempts,
                                                                bool has_code) noexcept;

/// How long a gateway is left alone after this many rounds in a row in which it took nothing; 0: it
/// is not.
[[nodiscard]] std::chrono::seconds gateway_pause(std::int64_t failures) noexcept;

/// One round of a channel: drops codes that are over, takes what is due, posts it to the first
/// gateway that is not left alone and has something left of its day, what that one cannot take to
/// the next, and keeps what came of it.
/// @return how many were taken in hand.
Result<std::int64_t> send_messages(const MessageRoom& room);

}  // namespace yinxin::jobs
