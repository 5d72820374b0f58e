// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/webhook_url.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace yinxin::jobs {

/// One notification, ready to send.
struct WebhookPost {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

struct WebhookOutcome {
    int status = 0;       ///< of HTTP; 0: no answer came
    std::string failure;  ///< "address", "connect", "tls", "timeout", "broken"; empty: answered
    std::chrono::milliseconds took{0};
};

/// Posts them side by side and waits for all. Whom they reach is decided again for the address each
/// connection really goes to, so that a name cannot lead inside after it was accepted. Redirects,
/// proxies and other protocols are not followed; answers are not read beyond their status.
/// @param deadline  of each, from name to answer.
[[nodiscard]] std::vector<WebhookOutcome> post_webhooks(const std::vector<WebhookPost>& posts,
                                                        domain::WebhookReach reach,
                                                        std::chrono::milliseconds deadline);

}  // namespace yinxin::jobs
