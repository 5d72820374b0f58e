// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/http/cookies.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::http {

struct Request;

/// Bytes of a response: owned text, or shared bytes that are never copied.
class Body {
  public:
    Body() = default;
    explicit Body(std::string text) : text_(std::move(text)) {}
    explicit Body(std::shared_ptr<const std::string> shared) : shared_(std::move(shared)) {}

    [[nodiscard]] std::string_view view() const noexcept { return shared_ ? *shared_ : text_; }
    [[nodiscard]] std::size_t size() const noexcept { return view().size(); }

  private:
    std::string text_;
    std::shared_ptr<const std::string> shared_;
};

/// The strict policy every response carries unless it brings its own.
inline constexpr std::string_view default_content_security_policy =
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
/// For the page that shows the sealed file in the browser's own viewer (<iframe>).
inline constexpr std::string_view viewer_content_security_policy =
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
    "frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";
/// For the sealed file itself, which that page embeds. A default-src or object-src here would keep
/// browsers from opening their viewer.
inline constexpr std::string_view embedded_content_security_policy =
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

/// An answer. The server adds Date, Content-Length, Connection, and the security headers.
class Response {
  public:
    explicit Response(int status = 200) : status_(status) {}

    [[nodiscard]] int status() const noexcept { return status_; }
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& headers() const noexcept {
        return headers_;
    }
    /// The first header of this name (any case), or "".
    [[nodiscard]] std::string_view header(std::string_view name) const noexcept;
    [[nodiscard]] const Body& body() const noexcept { return body_; }
    [[nodiscard]] std::string_view content_security_policy() const noexcept;

    Response& set_status(int status) &;
    /// Replaces a header. Control characters (CR and LF above all) in the value become spaces.
    Response& set(std::string_view name, std::string_view value) &;
    Response&& set(std::string_view name, std::string_view value) &&;
    /// Adds one more header of this name.
    Response& add(std::string_view name, std::string_view value) &;
    Response& set_body(Body body, std::string_view content_type) &;
    Response& set_cookie(const Cookie& cookie) &;
    Response&& set_cookie(const Cookie& cookie) &&;
    /// Personal: no cache, anywhere, may keep it.
    Response& forbid_storing() &;
    Response&& forbid_storing() &&;
    /// @param policy  a constant that lives for ever.
    Response& set_content_security_policy(std::string_view policy) &;
    Response&& set_content_security_policy(std::string_view policy) &&;

  private:
    int status_;
    std::vector<std::pair<std::string, std::string>> headers_;
    Body body_;
    std::string_view policy_;
};

/// A page. Pages are `no-store` unless the handler says otherwise (set "Cache-Control").
[[nodiscard]] Response html(std::string text, int status = 200);
[[nodiscard]] Response plain_text(std::string text, int status = 200);
[[nodiscard]] Response json(std::string text, int status = 200);
/// 303 after a POST. `location` is a path of ours ("/certificates"); anything that is not, an
/// absolute URL or "//host" above all, leads to "/".
[[nodiscard]] Response redirect_see_other(std::string_view location);
/// Whether a "come back to" value is a path of ours, safe to redirect to.
[[nodiscard]] bool is_local_path(std::string_view location) noexcept;

enum class Disposition { attachment, inline_ };

/// A file to keep or to view: RFC 6266 name with an ASCII fallback, `no-store`, nosniff.
/// Combine with apply_range() for resumable downloads.
[[nodiscard]] Response file(std::shared_ptr<const std::string> content,
                            std::string_view content_type,
                            std::string_view file_name,
                            Disposition disposition = Disposition::attachment);
/// `attachment; filename="certificate.pdf"; filename*=UTF-8''%E8…` (RFC 6266, RFC 8187).
[[nodiscard]] std::string content_disposition(Disposition disposition, std::string_view file_name);

/// Turns a complete 200 answer into 206 or 416 if the request asks for one range (RFC 9110
/// section 14); If-Range is honoured against the response's ETag. Several ranges get the whole.
void apply_range(const Request& request, Response& response);

}  // namespace yinxin::http
