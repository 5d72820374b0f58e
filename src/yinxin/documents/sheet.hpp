// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/face.hpp"

#include <string_view>
#include <vector>

namespace yinxin::documents {

/// Where things stand on the sheet, millimetres.
namespace sheet {
inline constexpr double left = 30;
inline constexpr double right = 180;
inline constexpr double width = right - left;
inline constexpr double middle = page_width / 2;
inline constexpr double title_line = 55.5;  ///< base line of the title
inline constexpr double english_title_line = 63.5;
inline constexpr double ornament_line = 69.5;
inline constexpr double preamble_top = 74.5;
inline constexpr double preamble_bottom = 106;
inline constexpr double grid_top = 110;
inline constexpr double grid_bottom = 197;
inline constexpr Box photo{145, 110, 35, 45};  ///< 35 x 45 mm as on every paper certificate
inline constexpr Box band{30, 241, 150, 25.5};
inline constexpr double marking_line = 272;
}  // namespace sheet

/// How prominent a value is.
enum class ValueTone { lead, plain, small, strong };

/// One label with its value and the place for both.
struct Cell {
    std::string_view label_zh;
    std::string_view label_en;
    std::string_view value;
    Box box;
    double label_width = 0;
    ValueTone tone = ValueTone::plain;
    bool ruled = true;  ///< a hairline under it

    [[nodiscard]] bool is_low() const noexcept { return box.height < 9.5; }
    /// Em of the Chinese label. Near the value's, or extracted text tears the two apart.
    [[nodiscard]] double label_size() const noexcept {
        return is_low() ? 3.2 : tone == ValueTone::lead ? 4.0 : 3.7;
    }
    /// Where label and one-line value stand.
    [[nodiscard]] double base_line() const noexcept {
        const double centre = box.y + box.height / 2 - (label_en.empty() ? 0 : 1.1);
        return centre + 0.38 * label_size();
    }
};

/// The certificate's own lines. Views into `face`.
/// @error document.text_does_not_fit  more fields than the sheet has rows for.
[[nodiscard]] Result<std::vector<Cell>> arrange_fields(const Face& face);

/// The lines of the endorsement band; empty without an endorsement.
[[nodiscard]] std::vector<Cell> arrange_endorsement(const Face& face);

/// The block with seal, authorities and codes moves down where there is no endorsement band.
struct ClosingBlock {
    double top = 0;
    double bottom = 0;
    Point seal_centre;
    double signers = 0;  ///< middle of the authorities' names; the seal covers their ends
};
[[nodiscard]] ClosingBlock closing_block(const Face& face);

}  // namespace yinxin::documents
