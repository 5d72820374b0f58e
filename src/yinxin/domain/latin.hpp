// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

/// Latin letters with marks, as far as names need them; not for other rooms.
namespace yinxin::domain::fold {

/// U+0300 to U+036F.
[[nodiscard]] bool is_combining_mark(char32_t point) noexcept;

/// The one letter that a Latin letter and a following mark stand for (NFC); nullopt: there is none.
[[nodiscard]] std::optional<char32_t> compose(char32_t base, char32_t mark) noexcept;

/// A Latin capital as its small letter, everything else unchanged.
[[nodiscard]] char32_t to_lower_latin(char32_t point) noexcept;

}  // namespace yinxin::domain::fold
