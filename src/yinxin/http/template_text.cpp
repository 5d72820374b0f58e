// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/template_text.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/static_files.hpp"
#include "yinxin/http/template.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace yinxin::http {
namespace {

constexpr std::size_t deepest_include = 4;

bool is_mark_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-' || c == ':' || c == '/';
}

Error wrong(std::string_view name, std::string_view reason, std::string_view what) {
    return Error(ErrorCode::config_invalid,
                 "template " + std::string(name) + ": " + std::string(reason) + " '" +
                     std::string(what) + '\'');
}

/// Whether a position lies between < and > of a tag.
bool is_inside_tag(std::string_view text, std::size_t position) noexcept {
    const std::size_t open = text.substr(0, position).rfind('<');
    const std::size_t close = text.substr(0, position).rfind('>');
    if (open == std::string_view::npos) return false;
    return close == std::string_view::npos || close < open;
}

std::optional<std::string_view> find_file(std::span<const WebFile> files, std::string_view path) {
    const auto found = std::ranges::find(files, path, &WebFile::first);
    if (found == files.end()) return std::nullopt;
    return found->second;
}

Result<std::string> paste_fragments(const TemplateSources& sources,
                                    std::string_view name,
                                    std::string_view text,
                                    std::size_t depth) {
    if (depth > deepest_include) return wrong(name, "fragments too deep", "include");
    return replace_marks(text, [&](std::string_view mark, std::size_t) -> Result<std::string> {
        if (!mark.starts_with("include:")) return "[[" + std::string(mark) + "]]";
        const std::string_view file = mark.substr(8);
        const auto content = find_file(sources.files, "templates/" + std::string(file));
        if (!content) return wrong(name, "no such fragment", file);
        return paste_fragments(sources, file, *content, depth + 1);
    });
}

}  // namespace

Result<std::string> replace_marks(
    std::string_view text,
    const std::function<Result<std::string>(std::string_view name, std::size_t position)>&
        replace) {
    std::string out;
    std::size_t at = 0;
    while (true) {
        const std::size_t open = text.find("[[", at);
        if (open == std::string_view::npos) break;
        const std::size_t close = text.find("]]", open);
        if (close == std::string_view::npos) break;
        const std::string_view name = text.substr(open + 2, close - open - 2);
        if (name.empty() || !std::ranges::all_of(name, is_mark_character)) {
            out += text.substr(at, open + 2 - at);
            at = open + 2;
            continue;
        }
        out += text.substr(at, open - at);
        YX_TRY(const std::string replaced, replace(name, open));
        out += replaced;
        at = close + 2;
    }
    out += text.substr(at);
    return out;
}

std::string message_html(std::string_view message) {
    static constexpr std::array<std::string_view, 4> plain_tags{"b", "/b", "br", "/a"};
    std::string html = escape_html(message);
    for (const std::string_view tag : plain_tags) {
        const std::string name(tag);
        html = replace_all(std::move(html), "&lt;" + name + "&gt;", "<" + name + ">");
    }
    // <a href="/path">, with no other attribute; values {{URL}} are escaped by the engine.
    constexpr std::string_view opening = "&lt;a href=&quot;";
    constexpr std::string_view closing = "&quot;&gt;";
    std::size_t at = 0;
    while ((at = html.find(opening, at)) != std::string::npos) {
        const std::size_t start = at + opening.size();
        const std::size_t end = html.find(closing, start);
        if (end == std::string::npos) break;
        const std::string address = html.substr(start, end - start);
        const bool is_ours = is_local_path(address) || address.starts_with("{{");
        if (!is_ours || address.find('&') != std::string::npos) {
            at = start;
            continue;
        }
        const std::string link = "<a href=\"" + address + "\">";
        html.replace(at, end + closing.size() - at, link);
        at += link.size();
    }
    return html;
}

Result<std::string> expand_marks(const TemplateSources& sources,
                                 std::string_view name,
                                 Language language) {
    const auto text = find_file(sources.files, "templates/" + std::string(name) + ".html");
    if (!text) return wrong(name, "no such file", name);
    YX_TRY(const std::string whole, paste_fragments(sources, name, *text, 0));
    return replace_marks(
        whole, [&](std::string_view mark, std::size_t position) -> Result<std::string> {
            if (mark.starts_with("static:")) {
                const std::string_view url = sources.statics.url(mark.substr(7));
                if (url.empty()) return wrong(name, "no such static file", mark.substr(7));
                return std::string(url);
            }
            const auto message = sources.messages.find(language, mark);
            if (!message) return wrong(name, "no message", mark);
            std::string html = message_html(*message);
            if (html.find('<') != std::string::npos && is_inside_tag(whole, position)) {
                return wrong(name, "a message with tags inside an attribute", mark);
            }
            return html;
        });
}

std::set<std::string, std::less<>> raw_names(std::string_view text) {
    std::set<std::string, std::less<>> names;
    std::size_t at = 0;
    while ((at = text.find("{{", at)) != std::string_view::npos) {
        const std::size_t end = text.find("}}", at);
        if (end == std::string_view::npos) break;
        const std::string_view inside = text.substr(at + 2, end - at - 2);
        const std::size_t colon = inside.find(':');
        if (colon != std::string_view::npos && inside.substr(colon) == ":none") {
            names.emplace(inside.substr(0, colon));
        }
        at = end;
    }
    return names;
}

std::vector<std::string> keys_in_template(std::string_view text) {
    std::vector<std::string> keys;
    const auto collected =
        replace_marks(text, [&keys](std::string_view mark, std::size_t) -> Result<std::string> {
            if (!mark.starts_with("static:") && !mark.starts_with("include:")) {
                keys.emplace_back(mark);
            }
            return std::string();
        });
    (void)collected;
    return keys;
}

}  // namespace yinxin::http
