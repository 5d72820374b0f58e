// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::http {

/// Names and values as a client sent them (query, form, cookies, path parameters): each name once.
class Fields {
  public:
    using Entry = std::pair<std::string, std::string>;

    /// The value, or nullopt if the client did not send this name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;
    /// The value, or "" if it is missing.
    [[nodiscard]] std::string_view operator[](std::string_view name) const noexcept;
    [[nodiscard]] bool has(std::string_view name) const noexcept { return find(name).has_value(); }
    [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] auto begin() const noexcept { return entries_.begin(); }
    [[nodiscard]] auto end() const noexcept { return entries_.end(); }

    /// @return false if the name is there already; nothing is changed then.
    bool add(std::string name, std::string value);
    /// The first name that is not among the allowed ones: handlers refuse fields they do not know.
    [[nodiscard]] std::optional<std::string_view> first_beyond(
        std::initializer_list<std::string_view> allowed) const noexcept;

  private:
    std::vector<Entry> entries_;
};

}  // namespace yinxin::http
