// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/fields.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace yinxin::http {

struct Cookie {
    std::string name;
    std::string value;                            ///< token characters only; others are dropped
    std::optional<std::chrono::seconds> max_age;  ///< nullopt: until the browser closes
    bool is_secure = true;
    bool is_http_only = true;
    std::string_view same_site = "Lax";

    /// The value of a Set-Cookie header, always with Path=/.
    [[nodiscard]] std::string header() const;
};

/// "__Host-session" where the connection is secure, "session" on the plain-http demonstration.
[[nodiscard]] std::string cookie_name(std::string_view base, bool is_secure);
/// A cookie under that name: HttpOnly, SameSite=Lax, Secure where the connection is.
[[nodiscard]] Cookie make_cookie(std::string_view base, std::string value, bool is_secure);
/// The same, asking the browser to forget it.
[[nodiscard]] Cookie forget_cookie(std::string_view base, bool is_secure);

/// A Cookie header (RFC 6265 section 4.2). Of two cookies of one name the first counts, as user
/// agents send the more specific first; broken pairs are skipped.
[[nodiscard]] Fields parse_cookies(std::string_view header);

}  // namespace yinxin::http
