// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <string>
#include <string_view>

namespace yinxin::signing {

/// Base45 (RFC 9285): bytes in the letters that a QR code stores most tightly.
[[nodiscard]] std::string to_base45(BytesView bytes);
/// @error malformed  another letter, a length or a value that no encoder writes.
[[nodiscard]] Result<Bytes> parse_base45(std::string_view text);

}  // namespace yinxin::signing
