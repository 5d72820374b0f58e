// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/error.hpp"
#include "yinxin/http/language.hpp"
#include "yinxin/http/response.hpp"
#include "yinxin/http/router.hpp"
#include "yinxin/http/view.hpp"

#include <functional>
#include <memory>
#include <string>

namespace yinxin::http {

class Messages;
class Templates;

/// The HTTP status an outcome is told with.
[[nodiscard]] int status_of(ErrorCode code) noexcept;

/// Something that has to be explained instead of shown.
struct Failure {
    int status = 500;
    Error error{ErrorCode::internal};
    Language language = Language::chinese;
    std::string id;                    ///< the request's
    const Request* request = nullptr;  ///< null if it could not be read
    const Route* route = nullptr;      ///< null before one was found
    std::shared_ptr<Visitor> visitor;  ///< null: nobody is logged in, or it was not looked at yet
    std::shared_ptr<StaffVisitor> staff;  ///< the same for the office

    /// Whether it happened at the office, whose errors stand in its own layout.
    [[nodiscard]] bool is_office() const noexcept;
};

/// The layout's values around an error page; the pages' own function. It must not fail and must
/// cope with a missing request.
using ErrorLayout = std::function<View(const Failure&)>;

/// Draws errors inside the layout, or as RFC 9457 JSON for who asks for JSON and below /api/.
/// Templates and values as in docs/pages.md: error_404, error_403, error_429 (WAIT_TEXT), error_500
/// for 5xx (INCIDENT is the request's id), else error_generic (ERROR_TEXT from `error.<dotted
/// name>`); at the office all of them are office_error in office_layout.
[[nodiscard]] ErrorPages make_error_pages(const Templates& templates,
                                          const Messages& messages,
                                          ErrorLayout layout);

/// RFC 9457: type "urn:yinxin:error:<dotted name>", title, code (the dotted name), status,
/// instance (the id), and the error's parameters.
[[nodiscard]] Response problem_json(const Failure& failure, const Messages& messages);

/// Bare text, for listeners without templates (metrics) and as a last resort.
[[nodiscard]] Response plain_error(const Failure& failure);

}  // namespace yinxin::http
