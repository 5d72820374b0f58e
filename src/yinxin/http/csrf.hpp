// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <string>
#include <string_view>

namespace yinxin::http {

struct Request;

/// The hidden field every form carries: <input type="hidden" name="csrf" value="{{CSRF}}">.
inline constexpr std::string_view csrf_field = "csrf";

/// The token for a session: its MAC as text.
/// @param mac  HMAC of the session id under a key of its own; the session id itself never leaves
///             its cookie.
[[nodiscard]] std::string csrf_token(BytesView mac);
/// Whether the form (field "csrf") or the header X-CSRF-Token brings this session's token.
[[nodiscard]] bool has_csrf_token(const Request& request, BytesView mac);

/// Whether a state-changing request comes from one of our own pages, as far as the browser tells:
/// Sec-Fetch-Site decides where it is sent; else Origin must be ours. Requests with neither (or
/// with the "null" that our no-referrer policy makes older browsers send) pass: the token still
/// guards those. The server runs this check itself for every unsafe method.
[[nodiscard]] bool is_same_origin(const Request& request);

}  // namespace yinxin::http
