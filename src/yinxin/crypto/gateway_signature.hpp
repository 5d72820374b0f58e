// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <string>
#include <string_view>

namespace yinxin::crypto {

/// HMAC-SHA256 over "<time>.<nonce>.<body>" as lower-case hex: what a request to a message gateway
/// and its receipts are signed with (docs/messages.md).
[[nodiscard]] std::string gateway_signature(BytesView key,
                                            std::string_view time,
                                            std::string_view nonce,
                                            std::string_view body);

}  // namespace yinxin::crypto
