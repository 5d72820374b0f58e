// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/problem.hpp"

#include <array>
#include <chrono>
#include <functional>
#include <string>
#include <string_view>

namespace yinxin::http {

class Messages;
class Router;
class Templates;

/// What somebody is told who has to wait.
struct WaitingWords {
    std::chrono::seconds expected{0};  ///< until it is probably his turn
    std::chrono::seconds retry{5};     ///< when the page asks again by itself
};

/// The waiting page, web/templates/waiting.html. Drawn under the heaviest load there is, so the
/// page for somebody who only looks is made once per language and the wait filled into it.
class WaitingPage {
  public:
    /// @param templates, messages, router  must outlive the page.
    WaitingPage(const Templates& templates,
                const Messages& messages,
                const Router& router,
                ErrorLayout layout);

    /// 503 with Retry-After. A GET is asked again by the browser after `retry` (the Refresh header:
    /// no script). A form that was sent is offered again with what was typed, but for secrets; it
    /// says that nothing was done, and is never sent by itself.
    [[nodiscard]] Response draw(const Request& request, const WaitingWords& words) const;

  private:
    [[nodiscard]] std::string waiting_words(Language language, std::chrono::seconds expected) const;
    [[nodiscard]] std::string page_of_form(std::string_view path) const;
    [[nodiscard]] std::string draw_form(const Request& request, const std::string& wait) const;

    const Templates& templates_;
    const Messages& messages_;
    const Router& router_;
    ErrorLayout layout_;
    std::array<std::string, languages.size()> looking_;  ///< by language, with a mark for the time
};

}  // namespace yinxin::http
