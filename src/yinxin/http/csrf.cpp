// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/csrf.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/request.hpp"

namespace yinxin::http {

std::string csrf_token(BytesView mac) {
    return to_base64url(mac);
}

bool has_csrf_token(const Request& request, BytesView mac) {
    std::string_view given = request.form[csrf_field];
    if (given.empty()) given = request.header("X-CSRF-Token");
    const std::string expected = csrf_token(mac);
    return !mac.empty() && equal_constant_time(as_bytes(given), as_bytes(expected));
}

bool is_same_origin(const Request& request) {
    const std::string_view site = request.header("Sec-Fetch-Site");
    // "none": typed or reloaded by the person, which no other page can cause.
    if (!site.empty()) return site == "same-origin" || site == "none";
    const std::string_view origin = request.header("Origin");
    if (origin.empty() || origin == "null") return true;
    return to_lower_ascii(origin) == request.origin();
}

}  // namespace yinxin::http
