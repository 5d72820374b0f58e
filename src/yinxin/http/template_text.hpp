// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/language.hpp"
#include "yinxin/http/messages.hpp"

#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace yinxin::http {

class StaticFiles;

/// What a template file becomes before the template engine sees it.
struct TemplateSources {
    std::span<const WebFile> files;
    const Messages& messages;
    const StaticFiles& statics;
};

/// Replaces every [[name]] of a text with what `replace` gives for it. `name` may hold letters,
/// digits and ". _ - : /"; other double brackets stay. @error whatever `replace` says.
[[nodiscard]] Result<std::string> replace_marks(
    std::string_view text,
    const std::function<Result<std::string>(std::string_view name, std::size_t position)>& replace);

/// The text of templates/<name>.html for one language: fragments pasted, messages and addresses of
/// static files put in. @error config.invalid
[[nodiscard]] Result<std::string> expand_marks(const TemplateSources& sources,
                                               std::string_view name,
                                               Language language);

/// A message as HTML: escaped, but for <b> <br> <a href="/…">.
[[nodiscard]] std::string message_html(std::string_view message);

/// Names that stand as {{NAME:none}}.
[[nodiscard]] std::set<std::string, std::less<>> raw_names(std::string_view text);

}  // namespace yinxin::http
