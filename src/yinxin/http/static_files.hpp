// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/messages.hpp"
#include "yinxin/http/response.hpp"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace yinxin::http {

class Router;
struct Request;

/// web/static/**: style sheets, scripts, pictures. Held in memory, compressed at start-up.
///
/// An address carries the hash of the content, /static/<hash8>/app.css, and may be cached for
/// ever; an address with another hash is answered too, but only for now. Style sheets and scripts
/// may refer to other files as [[static:path]].
class StaticFiles {
  public:
    /// @error config.invalid  a [[static:…]] that is not there.
    [[nodiscard]] static Result<StaticFiles> load(std::span<const WebFile> files);

    /// "/static/1f2e3d4c/app.css", or "" if there is no such file.
    [[nodiscard]] std::string_view url(std::string_view path) const;
    /// Answers GET and HEAD: strong ETag, If-None-Match, Range, gzip where the client takes it.
    /// @param path  below static/.  @error not_found
    [[nodiscard]] Result<Response> respond(const Request& request,
                                           std::string_view hash,
                                           std::string_view path) const;
    /// Adds GET /static/{hash}/{path...}. This object must outlive the router.
    void add_routes(Router& router) const;

  private:
    struct File {
        std::string url;
        std::string hash;
        std::string etag;
        std::string_view content_type;
        std::shared_ptr<const std::string> content;
        std::shared_ptr<const std::string> gzip;  ///< null where compression does not pay
    };
    std::map<std::string, File, std::less<>> files_;
};

/// The media type for a file name's ending; application/octet-stream if unknown.
[[nodiscard]] std::string_view media_type_of(std::string_view path) noexcept;

}  // namespace yinxin::http
