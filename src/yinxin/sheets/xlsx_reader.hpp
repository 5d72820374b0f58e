// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/sheets/sheet_reader.hpp"

namespace yinxin::sheets {

/// @error as open_sheet
[[nodiscard]] Result<std::unique_ptr<SheetReader>> open_xlsx(BytesView file,
                                                             const SheetOptions& options);

}  // namespace yinxin::sheets
