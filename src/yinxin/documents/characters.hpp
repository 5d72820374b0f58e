// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace yinxin::documents {

/// Whether a character means the same thing in every font and stands by itself: false for private
/// use, variation selectors, controls, direction and format characters, combining marks,
/// noncharacters and what is no character at all.
[[nodiscard]] bool is_printable(char32_t code_point) noexcept;

}  // namespace yinxin::documents
