// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/response.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

bool is_control(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

std::string one_line(std::string_view value) {
    std::string clean(value);
    std::ranges::replace_if(clean, is_control, ' ');
    return clean;
}

/// The name for software that knows ASCII only: "____2026.pdf" says nothing, so runs become one
/// underscore and a name that is nothing else becomes "file".
std::string ascii_name(std::string_view name) {
    std::string plain;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        const bool fine = byte < 0x80 && !is_control(c) && c != '"' && c != '\\' && c != '/' &&
                          c != '%' && c != ';';
        if (fine) {
            plain += c;
        } else if (plain.empty() || plain.back() != '_') {
            plain += '_';
        }
    }
    const std::size_t dot = std::min(plain.rfind('.'), plain.size());
    if (plain.substr(0, dot).find_first_not_of("_ -.") == std::string::npos) {
        plain = "file" + plain.substr(dot);
    }
    return plain;
}

}  // namespace

std::string_view Response::header(std::string_view name) const noexcept {
    for (const auto& [key, value] : headers_) {
        if (is_same_token(key, name)) return value;
    }
    return {};
}

std::string_view Response::content_security_policy() const noexcept {
    return policy_.empty() ? default_content_security_policy : policy_;
}

Response& Response::set_status(int status) & {
    status_ = status;
    return *this;
}

Response& Response::set(std::string_view name, std::string_view value) & {
    for (auto& [key, old] : headers_) {
        if (is_same_token(key, name)) {
            old = one_line(value);
            return *this;
        }
    }
    return add(name, value);
}

Response&& Response::set(std::string_view name, std::string_view value) && {
    return std::move(set(name, value));
}

Response& Response::add(std::string_view name, std::string_view value) & {
    headers_.emplace_back(one_line(name), one_line(value));
    return *this;
}

Response& Response::set_body(Body body, std::string_view content_type) & {
    body_ = std::move(body);
    return set("Content-Type", content_type);
}

Response& Response::set_cookie(const Cookie& cookie) & {
    return add("Set-Cookie", cookie.header());
}

Response&& Response::set_cookie(const Cookie& cookie) && {
    return std::move(set_cookie(cookie));
}

Response& Response::forbid_storing() & {
    return set("Cache-Control", "no-store");
}

Response&& Response::forbid_storing() && {
    return std::move(forbid_storing());
}

Response& Response::set_content_security_policy(std::string_view policy) & {
    policy_ = policy;
    return *this;
}

Response&& Response::set_content_security_policy(std::string_view policy) && {
    return std::move(set_content_security_policy(policy));
}

Response html(std::string text, int status) {
    Response response(status);
    response.set_body(Body(std::move(text)), "text/html; charset=utf-8").forbid_storing();
    return response;
}

Response plain_text(std::string text, int status) {
    Response response(status);
    response.set_body(Body(std::move(text)), "text/plain; charset=utf-8").forbid_storing();
    return response;
}

Response json(std::string text, int status) {
    Response response(status);
    response.set_body(Body(std::move(text)), "application/json").forbid_storing();
    return response;
}

bool is_local_path(std::string_view location) noexcept {
    if (!location.starts_with('/') || location.starts_with("//")) return false;
    // Browsers read a backslash as a slash.
    return std::ranges::none_of(location, [](char c) { return c == '\\' || is_control(c); });
}

Response redirect_see_other(std::string_view location) {
    Response response(303);
    response.set("Location", is_local_path(location) ? location : "/").forbid_storing();
    return response;
}

std::string content_disposition(Disposition disposition, std::string_view file_name) {
    std::string name = is_utf8(file_name) ? one_line(file_name) : ascii_name(file_name);
    std::ranges::replace_if(name, [](char c) { return c == '/' || c == '\\'; }, '_');
    std::string value = disposition == Disposition::attachment ? "attachment" : "inline";
    value += "; filename=\"" + ascii_name(name) + '"';
    if (!std::ranges::all_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
        value += "; filename*=UTF-8''" + percent_encode(name);
    }
    return value;
}

Response file(std::shared_ptr<const std::string> content,
              std::string_view content_type,
              std::string_view file_name,
              Disposition disposition) {
    Response response(200);
    response.set_body(Body(std::move(content)), content_type)
        .set("Content-Disposition", content_disposition(disposition, file_name))
        .set("Accept-Ranges", "bytes")
        .forbid_storing();
    return response;
}

}  // namespace yinxin::http
