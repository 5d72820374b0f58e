// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/request.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>

namespace yinxin::http {

std::string_view name_of(Method method) noexcept {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    return "";
}

std::string_view Request::header(std::string_view name) const noexcept {
    for (const auto& [key, value] : headers) {
        if (is_same_token(key, name)) return value;
    }
    return {};
}

bool Request::has_header(std::string_view name) const noexcept {
    return std::ranges::any_of(
        headers, [name](const auto& each) { return is_same_token(each.first, name); });
}

std::string Request::content_type() const {
    const std::string_view value = header("Content-Type");
    return to_lower_ascii(trim(value.substr(0, value.find(';'))));
}

const Upload* Request::find_upload(std::string_view field) const noexcept {
    const auto found = std::ranges::find(uploads, field, &Upload::field);
    return found == uploads.end() ? nullptr : &*found;
}

std::string Request::origin() const {
    return (is_secure ? "https://" : "http://") + host;
}

bool Request::wants_json() const noexcept {
    const std::string_view accept = header("Accept");
    return accept.find("text/html") == std::string_view::npos &&
           (accept.find("application/json") != std::string_view::npos ||
            accept.find("application/problem+json") != std::string_view::npos);
}

bool Request::is_wechat() const noexcept {
    return header("User-Agent").find("MicroMessenger") != std::string_view::npos;
}

}  // namespace yinxin::http
