// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/list_address.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/wire.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

constexpr std::string_view page_name = "page";
constexpr std::size_t longest_value = 120;
constexpr std::int64_t last_page = 10'000;

}  // namespace

ListAddress::ListAddress(const Context& context,
                         std::string path,
                         std::initializer_list<std::string_view> names)
    : path_(std::move(path)) {
    for (const std::string_view name : names) {
        const std::string_view value = context.request.query[name];
        values_.emplace_back(name, value.size() > longest_value ? "" : value);
    }
    values_.emplace_back(page_name, context.request.query[page_name]);
}

std::string_view ListAddress::operator[](std::string_view name) const noexcept {
    const auto found = std::ranges::find(
        values_, name, [](const auto& value) -> std::string_view { return value.first; });
    return found == values_.end() ? std::string_view() : std::string_view(found->second);
}

std::string ListAddress::one_of(std::string_view name,
                                std::initializer_list<std::string_view> words) const {
    const std::string_view value = (*this)[name];
    const bool is_known = std::ranges::find(words, value) != words.end();
    return std::string(is_known ? value : *words.begin());
}

int ListAddress::page() const noexcept {
    const auto number = parse_integer((*this)[page_name]);
    if (!number || *number < 0 || *number > last_page) return 0;
    return static_cast<int>(*number);
}

std::string ListAddress::with(std::string_view name, std::string_view value) const {
    std::string address = path_;
    char mark = '?';
    const auto add = [&](std::string_view key, std::string_view text) {
        if (text.empty()) return;
        address += mark;
        address += key;
        address += '=';
        address += percent_encode(text);
        mark = '&';
    };
    for (const auto& [key, text] : values_) {
        if (key == page_name && name != page_name) continue;
        add(key, key == name ? value : std::string_view(text));
    }
    return address;
}

void set_pager(View& view, const ListAddress& address, bool has_more) {
    const int page = address.page();
    if (page > 0) {
        const std::string before = page == 1 ? "" : std::to_string(page - 1);
        view.add("NEWER").set("NEWER_URL", address.with(page_name, before));
    }
    if (has_more) {
        view.add("OLDER").set("OLDER_URL", address.with(page_name, std::to_string(page + 1)));
    }
}

void add_choice(View& view,
                std::string_view section,
                std::string_view value,
                std::string_view label,
                std::string_view chosen) {
    View& choice = view.add(section);
    choice.set("VALUE", value).set("LABEL", label);
    choice.show_if("CHOSEN", value == chosen);
}

}  // namespace yinxin::http
