// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/fields.hpp"

#include <algorithm>

namespace yinxin::http {

std::optional<std::string_view> Fields::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(entries_, name, &Entry::first);
    if (found == entries_.end()) return std::nullopt;
    return std::string_view(found->second);
}

std::string_view Fields::operator[](std::string_view name) const noexcept {
    return find(name).value_or(std::string_view());
}

bool Fields::add(std::string name, std::string value) {
    if (has(name)) return false;
    entries_.emplace_back(std::move(name), std::move(value));
    return true;
}

std::optional<std::string_view> Fields::first_beyond(
    std::initializer_list<std::string_view> allowed) const noexcept {
    for (const Entry& entry : entries_) {
        if (std::ranges::find(allowed, std::string_view(entry.first)) == allowed.end()) {
            return std::string_view(entry.first);
        }
    }
    return std::nullopt;
}

}  // namespace yinxin::http
