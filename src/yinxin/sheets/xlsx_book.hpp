// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/sheets/archive.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::sheets {

/// The texts of a workbook, which cells name by number; one long string, so that a million short
/// ones stay small.
class SharedTexts {
  public:
    void add(std::string_view text);
    /// nullptr-like "" and false for a number that is not there.
    [[nodiscard]] bool find(std::size_t number, std::string_view& text) const noexcept;

  private:
    std::string all_;
    std::vector<std::size_t> ends_;
};

/// What stands around the rows of an XLSX workbook (ECMA-376 part 1, chapter 18).
struct XlsxBook {
    struct Sheet {
        std::string name;
        std::string part;  ///< its entry in the archive
        bool is_hidden = false;
    };
    std::vector<Sheet> sheets;
    SharedTexts texts;
    std::vector<bool> is_date_style;  ///< by cell style
    bool counts_from_1904 = false;
};

/// @param most_part_bytes  of one part, unpacked; what is read here is held in memory.
/// @error sheet.unreadable  no workbook, or broken; sheet.too_large; archive.unsafe  DOCTYPE
[[nodiscard]] Result<XlsxBook> read_book(Archive& archive, std::size_t most_part_bytes);

/// Undoes _x000D_ (ST_Xstring, ECMA-376 part 1, 22.9.2.19).
[[nodiscard]] std::string unescape(std::string_view text);

}  // namespace yinxin::sheets
