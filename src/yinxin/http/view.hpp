// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace yinxin::http {

/// HTML that is known to be safe because our own code made all of it (a drawing, a table of
/// numbers). Never wrap anything a person typed.
class SafeHtml {
  public:
    explicit SafeHtml(std::string html) : html_(std::move(html)) {}
    [[nodiscard]] const std::string& str() const noexcept { return html_; }

  private:
    std::string html_;
};

/// The values a template shows: a tree of names. Text is escaped for the place it lands in (HTML
/// text, attribute, URL) by the template engine.
///
///     view.set("TITLE", title).show_if("HAS_PHOTO", has_photo);
///     for (const auto& row : rows) view.add("ROW").set("NAME", row.name).set("DAYS", row.days);
///
/// Names are UPPER_CASE. A section {{#ROW}}…{{/ROW}} appears once per add(); one that was never
/// added or shown does not appear. Inside a section the names around it are visible too.
class View {
  public:
    View& set(std::string_view name, std::string_view text);
    View& set(std::string_view name, const char* text) { return set(name, std::string_view(text)); }
    template <std::integral Number>
        requires(!std::same_as<Number, bool>)
    View& set(std::string_view name, Number number) {
        return set(name, std::string_view(std::to_string(number)));
    }
    /// Lands as it is where the template writes {{NAME:none}}, escaped anywhere else.
    View& set_raw(std::string_view name, const SafeHtml& html);
    /// One more appearance of a section; fill the returned view. It stays valid with this view.
    View& add(std::string_view section);
    View& show(std::string_view section);
    View& show_if(std::string_view section, bool condition);
    /// Shows `section` if the condition holds, else `otherwise`.
    View& show_either(bool condition, std::string_view section, std::string_view otherwise);

    /// For tests: the text set under a name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// For tests: how often a section appears.
    [[nodiscard]] std::size_t count(std::string_view section) const noexcept;

  private:
    friend class Templates;
    struct Value {
        std::string name;
        std::string text;
        bool is_raw = false;
    };
    struct Section {
        std::string name;
        std::list<View> views;  ///< a list: what add() gave stays where it is
    };
    std::vector<Value> values_;
    std::vector<Section> sections_;
};

}  // namespace yinxin::http
