// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

namespace yinxin::http {

/// The ticket of a login that waits for its second factor (keep_ticket).
inline constexpr std::string_view second_ticket = "second";

/// 303 to /login/second with the ticket and where one wanted to go.
[[nodiscard]] Response ask_second(const Context& context,
                                  const Secret& ticket,
                                  std::string_view next);
/// GET and POST /login/second: the second factor.
Task<Result<Response>> second_login(Context& context);

}  // namespace yinxin::http
