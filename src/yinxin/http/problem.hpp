// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/error.hpp"
#include "yinxin/http/language.hpp"
#include "yinxin/http/response.hpp"
#include "yinxin/http/router.hpp"

#include <optional>
#include <string>

namespace yinxin::http {

class Messages;
class Templates;

/// The HTTP status an outcome is told with.
[[nodiscard]] int status_of(ErrorCode code) noexcept;

/// Something that has to be explained instead of shown.
struct Failure {
    int status = 500;
    std::optional<Error> error;  ///< null where HTTP itself refused (404, 405, 413, …)
    Language language = Language::chinese;
    std::string id;                    ///< the request's
    const Request* request = nullptr;  ///< null if it could not be read
    const Route* route = nullptr;      ///< null before one was found
};

/// Draws errors with the template "error" inside the layout, or as RFC 9457 JSON for clients that
/// ask for JSON.
///
/// The view: STATUS, TITLE, TEXT (why), ADVICE (what to do; section HAS_ADVICE), ID (section
/// HAS_ID: 5xx only), and the layout's TITLE. Texts come from `error.<dotted
/// name>.title|text|advice`, else from `error.status_<status>.title|text|advice`, else from
/// `error.status_500.*`; {parameters} are the Error's.
[[nodiscard]] ErrorPages make_error_pages(const Templates& templates, const Messages& messages);

/// RFC 9457: type "urn:yinxin:error:<dotted name>", title, status, detail, instance (the id).
[[nodiscard]] Response problem_json(const Failure& failure, const Messages& messages);

/// Bare text, for listeners without templates (metrics) and as a last resort.
[[nodiscard]] Response plain_error(const Failure& failure);

}  // namespace yinxin::http
