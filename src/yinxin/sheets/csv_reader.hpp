// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/sheets/sheet_reader.hpp"

namespace yinxin::sheets {

/// CSV as RFC 4180 has it, with what spreadsheet programs add: tabs or semicolons between cells (by
/// the first line), lines that end with LF alone, and ="0012" for digits that must stay text.
/// UTF-8, GB 18030 or UTF-16 (text_code.hpp).
/// @error sheet.unreadable  the bytes are no text
[[nodiscard]] Result<std::unique_ptr<SheetReader>> open_csv(BytesView file,
                                                            const SheetOptions& options);

}  // namespace yinxin::sheets
