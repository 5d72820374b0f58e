// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/language.hpp"
#include "yinxin/http/messages.hpp"
#include "yinxin/http/view.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::http {

class StaticFiles;

/// The page templates, web/templates/*.html, compiled at start-up once per language.
///
/// Language of the templates (ctemplate with context-aware auto-escape):
///   {{NAME}}              a value, escaped for its place; attributes must be quoted
///   {{NAME:none}}         SafeHtml as it is; a plain text under such a name is escaped as HTML
///   text
///   {{#SECTION}}…{{/SECTION}}   once per View::add or show
///   [[some.key]]          the message of that key in the page's language, HTML-escaped. Messages
///                         may hold {{NAME}} placeholders and the tags <b> <br> <a href="/…">
///                         (tags not inside attributes)
///   [[static:app.css]]    the versioned address of web/static/app.css
///   [[include:part.html]] pastes templates/part.html before anything else
/// A layout (layout.html, office_layout.html) wraps every page: {{>CONTENT}} is the page. The
/// layout's values, and its sections that hold nothing, are visible in the page as well.
class Templates {
  public:
    /// @error config.invalid  a template does not parse, or names a missing key or file. The detail
    ///                        names file and reason.
    [[nodiscard]] static Result<Templates> load(std::span<const WebFile> files,
                                                const Messages& messages,
                                                const StaticFiles& statics);
    Templates(Templates&&) noexcept;
    Templates& operator=(Templates&&) noexcept;
    ~Templates();

    /// A layout around the page template `name` ("certificates_list", without ".html").
    /// Set here: LANG ("zh-CN" or "en"); PAGE_TITLE from the message title.<name>, unless the
    /// layout view brings one. Thread-safe. Throws std::logic_error if there is no such template.
    [[nodiscard]] std::string page(Language language,
                                   std::string_view name,
                                   const View& page,
                                   const View& layout,
                                   std::string_view layout_name = "layout") const;
    /// One template alone, without the layout.
    [[nodiscard]] std::string fragment(Language language,
                                       std::string_view name,
                                       const View& view) const;
    [[nodiscard]] bool has(std::string_view name) const noexcept;
    [[nodiscard]] std::vector<std::string> names() const;

  private:
    struct State;
    explicit Templates(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// The message keys a template text refers to; for start-up and for tests that look for unused
/// ones.
[[nodiscard]] std::vector<std::string> keys_in_template(std::string_view text);

}  // namespace yinxin::http
