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
///   {{NAME_HTML:none}}    SafeHtml; the suffix and the modifier go together or start-up fails
///   {{#SECTION}}…{{/SECTION}}   once per View::add or show
///   {{>part_NAME}}-like includes are not offered; a shared fragment is a section of the layout,
///   or [[include:part.html]], which pastes templates/part.html before anything else
///   [[some.key]]          the message of that key in the page's language, HTML-escaped. Messages
///                         may hold {{NAME}} placeholders and the tags <b> <br> <a href="/…">
///                         (tags not inside attributes)
///   [[static:app.css]]    the versioned address of web/static/app.css
/// layout.html wraps every page: {{>CONTENT}} is the page. Values the layout gets are visible in
/// the page as well.
class Templates {
  public:
    /// @error config.invalid  a template does not parse, names a missing key or file, or shows a
    ///                        raw value without saying so. The detail names file and reason.
    [[nodiscard]] static Result<Templates> load(std::span<const WebFile> files,
                                                const Messages& messages,
                                                const StaticFiles& statics);
    Templates(Templates&&) noexcept;
    Templates& operator=(Templates&&) noexcept;
    ~Templates();

    /// layout.html around the page template `name` ("certificates_list", without ".html").
    /// The layout also gets LANG ("zh-CN"), the sections LANG_CHINESE or LANG_ENGLISH, and
    /// PAGE (the name). Thread-safe.
    /// Throws std::logic_error if there is no such template.
    [[nodiscard]] std::string page(Language language,
                                   std::string_view name,
                                   const View& page,
                                   const View& layout) const;
    /// One template alone, without the layout.
    [[nodiscard]] std::string fragment(Language language,
                                       std::string_view name,
                                       const View& view) const;
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
