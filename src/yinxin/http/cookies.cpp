// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/cookies.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

/// cookie-octet of RFC 6265 section 4.1.1.
bool is_cookie_octet(unsigned char c) noexcept {
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

std::string clean(std::string_view text) {
    std::string kept;
    std::ranges::copy_if(text, std::back_inserter(kept), is_cookie_octet);
    return kept;
}

}  // namespace

std::string Cookie::header() const {
    std::string text = clean(name) + '=' + clean(value) + "; Path=/";
    if (max_age) text += "; Max-Age=" + std::to_string(max_age->count());
    if (is_secure) text += "; Secure";
    if (is_http_only) text += "; HttpOnly";
    text += "; SameSite=";
    text += same_site;
    return text;
}

std::string cookie_name(std::string_view base, bool is_secure) {
    return (is_secure ? "__Host-" : "") + std::string(base);
}

Cookie make_cookie(std::string_view base, std::string value, bool is_secure) {
    Cookie cookie;
    cookie.name = cookie_name(base, is_secure);
    cookie.value = std::move(value);
    cookie.is_secure = is_secure;
    return cookie;
}

Cookie forget_cookie(std::string_view base, bool is_secure) {
    Cookie cookie = make_cookie(base, "", is_secure);
    cookie.max_age = std::chrono::seconds(0);
    return cookie;
}

Fields parse_cookies(std::string_view header) {
    Fields cookies;
    for (std::string_view pair : split(header, ';')) {
        pair = trim(pair);
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || equals == 0) continue;
        std::string_view value = pair.substr(equals + 1);
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        if (!std::ranges::all_of(value, is_cookie_octet)) continue;
        // A name that is there already loses: the first is the more specific one.
        (void)cookies.add(std::string(pair.substr(0, equals)), std::string(value));
    }
    return cookies;
}

}  // namespace yinxin::http
