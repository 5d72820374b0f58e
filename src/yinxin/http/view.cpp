// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/view.hpp"

#include <algorithm>

namespace yinxin::http {

View& View::set(std::string_view name, std::string_view text) {
    values_.push_back({std::string(name), std::string(text), false});
    return *this;
}

View& View::set_raw(std::string_view name, const SafeHtml& html) {
    values_.push_back({std::string(name), html.str(), true});
    return *this;
}

View& View::add(std::string_view section) {
    auto found = std::ranges::find(sections_, section, &Section::name);
    if (found == sections_.end()) {
        sections_.push_back({std::string(section), {}});
        found = sections_.end() - 1;
    }
    return found->views.emplace_back();
}

View& View::show(std::string_view section) {
    if (count(section) == 0) (void)add(section);
    return *this;
}

View& View::show_if(std::string_view section, bool condition) {
    return condition ? show(section) : *this;
}

View& View::show_either(bool condition, std::string_view section, std::string_view otherwise) {
    return show(condition ? section : otherwise);
}

std::optional<std::string_view> View::find(std::string_view name) const noexcept {
    // The last one set is the one a template shows.
    for (auto value = values_.rbegin(); value != values_.rend(); ++value) {
        if (value->name == name) return std::string_view(value->text);
    }
    return std::nullopt;
}

std::size_t View::count(std::string_view section) const noexcept {
    const auto found = std::ranges::find(sections_, section, &Section::name);
    return found == sections_.end() ? 0 : found->views.size();
}

}  // namespace yinxin::http
