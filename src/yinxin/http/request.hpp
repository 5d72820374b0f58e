// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/http/fields.hpp"
#include "yinxin/http/language.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::http {

class SpooledPart;

enum class Method { get, head, post, put, patch, delete_, options };

[[nodiscard]] std::string_view name_of(Method method) noexcept;
/// Methods that promise to change nothing (RFC 9110 section 9.2.1).
[[nodiscard]] constexpr bool is_safe(Method method) noexcept {
    return method == Method::get || method == Method::head || method == Method::options;
}

/// One file of a multipart form.
struct Upload {
    std::string field;
    std::string file_name;     ///< what the browser says; never a path to open, may be empty
    std::string content_type;  ///< what the browser says; look at the bytes instead
    Bytes content;
    /// Of routes with spools_uploads: the file, sealed on the disk, instead of `content`. It goes
    /// with the request unless somebody says keep().
    std::shared_ptr<SpooledPart> spooled;
};

/// One request, completely read and checked.
struct Request {
    Method method = Method::get;
    std::string target;  ///< as sent, e.g. "/certificates/7?lang=en"; never log it
    std::string path;    ///< target without query, still percent-encoded
    Fields query;
    Fields form;  ///< urlencoded or multipart; text is strict UTF-8 without NUL
    std::vector<Upload> uploads;
    Fields cookies;
    Fields parameters;  ///< from the route's pattern, decoded
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;  ///< empty when it was parsed into form and uploads

    std::string
        client_address;      ///< of the person; X-Forwarded-For is heard from trusted proxies only
    std::string host;        ///< Host header, lower case
    bool is_secure = false;  ///< TLS here, or X-Forwarded-Proto: https from a trusted proxy
    Language language = Language::chinese;
    std::string id;     ///< random, names this request in logs and on error pages
    std::string trace;  ///< of the whole way this request is part of; the client's, or made here

    /// A header by name, any case; "" if missing.
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
    [[nodiscard]] bool has_header(std::string_view name) const noexcept;
    /// The media type of the body in lower case, without parameters.
    [[nodiscard]] std::string content_type() const;
    [[nodiscard]] const Upload* find_upload(std::string_view field) const noexcept;
    /// "https://host" as this client reaches us.
    [[nodiscard]] std::string origin() const;
    /// Best answer to Accept is JSON rather than HTML.
    [[nodiscard]] bool wants_json() const noexcept;
    /// Inside WeChat, whose browser hands downloads to others without the cookie.
    [[nodiscard]] bool is_wechat() const noexcept;
};

}  // namespace yinxin::http
