// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/page.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace yinxin::load {
namespace {

/// The value of an attribute of a tag; nothing without it, "" without a value.
std::optional<std::string> attribute(std::string_view tag, std::string_view name) {
    for (std::size_t at = tag.find(name); at != std::string_view::npos;
         at = tag.find(name, at + 1)) {
        const bool begins = at > 0 && (tag[at - 1] == ' ' || tag[at - 1] == '\n');
        const std::string_view rest = tag.substr(at + name.size());
        if (!begins) continue;
        if (rest.starts_with("=\"")) {
            const auto end = rest.find('"', 2);
            if (end == std::string_view::npos) return std::nullopt;
            return unescape(rest.substr(2, end - 2));
        }
        if (rest.empty() || rest.front() == ' ' || rest.front() == '>') return std::string();
    }
    return std::nullopt;
}

/// The next tag of this name from `at` on; moves `at` behind it. Empty at the end.
std::string_view next_tag(std::string_view html, std::string_view name, std::size_t& at) {
    const std::string opening = "<" + std::string(name) + " ";
    const auto begin = html.find(opening, at);
    if (begin == std::string_view::npos) return {};
    const auto end = html.find('>', begin);
    if (end == std::string_view::npos) return {};
    at = end + 1;
    return html.substr(begin, end + 1 - begin);
}

bool has_field(const FormFields& fields, std::string_view name) {
    return std::ranges::any_of(fields, [&](const auto& field) { return field.first == name; });
}

void take_input(FormFields& fields, std::string_view tag) {
    const auto name = attribute(tag, "name");
    if (!name) return;
    const std::string type = attribute(tag, "type").value_or("text");
    const std::string value = attribute(tag, "value").value_or("");
    if (type == "file" || type == "submit") return;
    if (type == "checkbox") {
        if (attribute(tag, "required") || attribute(tag, "checked"))
            fields.emplace_back(*name, value);
    } else if (type == "radio") {
        if (attribute(tag, "checked") || !has_field(fields, *name)) set_field(fields, *name, value);
    } else {
        fields.emplace_back(*name, value);
    }
}

void add_asset(std::vector<std::string>& assets, const std::optional<std::string>& address) {
    if (!address || !address->starts_with('/')) return;
    const std::string path = address->substr(0, address->find('#'));
    if (std::ranges::find(assets, path) == assets.end()) assets.push_back(path);
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '~';
}

void encode(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else if (c == ' ') {
            out += '+';
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
}

}  // namespace

std::optional<FormFields> find_form(std::string_view html, std::string_view action) {
    for (std::size_t at = 0;;) {
        const std::string_view form = next_tag(html, "form", at);
        if (form.empty()) return std::nullopt;
        if (attribute(form, "action") != std::string(action)) continue;
        const std::string_view inside = html.substr(at, html.find("</form>", at) - at);
        FormFields fields;
        std::size_t inner = 0;
        for (std::string_view tag = next_tag(inside, "input", inner); !tag.empty();
             tag = next_tag(inside, "input", inner)) {
            take_input(fields, tag);
        }
        return fields;
    }
}

void set_field(FormFields& fields, std::string_view name, std::string_view value) {
    for (auto& field : fields) {
        if (field.first != name) continue;
        field.second = value;
        return;
    }
    fields.emplace_back(name, value);
}

std::string encode_form(const FormFields& fields) {
    std::string text;
    for (const auto& [name, value] : fields) {
        if (!text.empty()) text += '&';
        encode(text, name);
        text += '=';
        encode(text, value);
    }
    return text;
}

std::optional<std::string> find_between(std::string_view html,
                                        std::string_view before,
                                        std::string_view after) {
    const auto begin = html.find(before);
    if (begin == std::string_view::npos) return std::nullopt;
    const auto end = html.find(after, begin + before.size());
    if (end == std::string_view::npos) return std::nullopt;
    return unescape(html.substr(begin + before.size(), end - begin - before.size()));
}

std::vector<std::string> find_assets(std::string_view html) {
    std::vector<std::string> assets;
    for (std::size_t at = 0;;) {
        const std::string_view tag = next_tag(html, "link", at);
        if (tag.empty()) break;
        const std::string rel = attribute(tag, "rel").value_or("");
        if (rel == "stylesheet" || rel == "icon") add_asset(assets, attribute(tag, "href"));
    }
    for (const char* name : {"script", "img", "use"}) {
        for (std::size_t at = 0;;) {
            const std::string_view tag = next_tag(html, name, at);
            if (tag.empty()) break;
            if (attribute(tag, "loading") == "lazy") continue;
            add_asset(assets, attribute(tag, *name == 'u' ? "href" : "src"));
        }
    }
    return assets;
}

std::string unescape(std::string_view html) {
    static constexpr std::array<std::pair<std::string_view, char>, 4> named{
        {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}}};
    std::string text;
    while (!html.empty()) {
        const auto end = html.front() == '&' ? html.find(';') : std::string_view::npos;
        if (end == std::string_view::npos) {
            text += html.front();
            html.remove_prefix(1);
            continue;
        }
        const std::string_view name = html.substr(1, end - 1);
        const auto* found =
            std::ranges::find(named, name, &std::pair<std::string_view, char>::first);
        const auto number = name.starts_with('#') ? parse_integer(name.substr(1)) : std::nullopt;
        if (found != named.end()) {
            text += found->second;
        } else if (number && *number > 0 && *number < 0x110000) {
            text += encode_utf8(static_cast<char32_t>(*number));
        } else {
            text += html.substr(0, end + 1);
        }
        html.remove_prefix(end + 1);
    }
    return text;
}

}  // namespace yinxin::load
