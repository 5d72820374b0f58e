// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::http {

/// A list whose filters, order and page stand in its address, so that it can be reloaded, kept and
/// sent to a colleague.
class ListAddress {
  public:
    /// @param context  its query gives the values; what is not among `names` is left out.
    ListAddress(const Context& context,
                std::string path,
                std::initializer_list<std::string_view> names);

    [[nodiscard]] std::string_view operator[](std::string_view name) const noexcept;
    /// The value if it is one of the words, else the first word.
    [[nodiscard]] std::string one_of(std::string_view name,
                                     std::initializer_list<std::string_view> words) const;
    /// Number of the page from 0, at most 10,000.
    [[nodiscard]] int page() const noexcept;
    /// The same list with one value changed, on its first page unless it is the page.
    [[nodiscard]] std::string with(std::string_view name, std::string_view value) const;

  private:
    std::string path_;
    std::vector<std::pair<std::string, std::string>> values_;
};

/// NEWER with NEWER_URL and OLDER with OLDER_URL, where there are such pages.
void set_pager(View& view, const ListAddress& address, bool has_more);
/// One choice of a <select>: VALUE, LABEL, CHOSEN.
void add_choice(View& view,
                std::string_view section,
                std::string_view value,
                std::string_view label,
                std::string_view chosen);

}  // namespace yinxin::http
