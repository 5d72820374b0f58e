// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/domain/webhook_url.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Sends notifications to the clients that want them (docs/api.md, Webhooks).
namespace yinxin::jobs {

/// "t=1795492800,v1=<hex>": HMAC-SHA256 over "<t>.<body>" with each secret that counts, so that a
/// receiver can tell who sends, that nothing was changed, and when.
[[nodiscard]] std::string webhook_signature(const std::vector<Secret>& secrets,
                                            std::string_view body,
                                            Instant now);

/// How long to wait after a failed attempt; nothing: give up.
/// @param attempts  made so far.
[[nodiscard]] std::optional<std::chrono::seconds> webhook_retry(int attempts) noexcept;

/// One round: takes what is due, one of each client, sends, keeps what came of it.
/// @param clock  read again after sending.
/// @return how many were sent.
Result<std::int64_t> send_webhooks(storage::Store& store,
                                   const storage::DataKeys& keys,
                                   domain::WebhookReach reach,
                                   const Clock& clock);

}  // namespace yinxin::jobs
