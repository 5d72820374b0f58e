// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// Which column of a table holds what, from 0.
struct BulkColumns {
    std::optional<std::size_t> name;
    std::optional<std::size_t> id_number;
    std::optional<std::size_t> management_number;

    /// All three are known, and three different ones.
    [[nodiscard]] bool is_complete() const noexcept {
        return name && id_number && management_number && name != id_number &&
               name != management_number && id_number != management_number;
    }
    [[nodiscard]] bool is_empty() const noexcept {
        return !name && !id_number && !management_number;
    }
    friend bool operator==(const BulkColumns&, const BulkColumns&) = default;
};

/// Columns by the words of a header row, Chinese or English: 姓名, 身份证号, 管理号 and what else
/// people write there. White space, case, punctuation and what stands in brackets do not count. A
/// word that stands over two columns decides for neither.
[[nodiscard]] BulkColumns recognise_columns(std::span<const std::string> header);

}  // namespace yinxin::domain
