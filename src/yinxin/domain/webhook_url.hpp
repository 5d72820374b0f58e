// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <string>
#include <string_view>

namespace yinxin::domain {

/// Where a client wants to be notified.
enum class WebhookReach {
    internet,       ///< https to an address that the internet can reach
    demonstration,  ///< the same, or http to this very host
};

/// Longest URL in characters.
inline constexpr std::size_t max_webhook_url_length = 300;

/// Accepts "https://host[:port]/path[?query]" in plain ASCII: no user name, fragment or backslash,
/// nothing that two readers could take for two hosts. A host that is a private address is refused
/// here; one that is a name is looked at when it is resolved, before every connection.
/// @error webhook.url_refused
[[nodiscard]] Result<std::string> parse_webhook_url(std::string_view text, WebhookReach reach);

}  // namespace yinxin::domain
