// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace yinxin::sheets {

/// How a text file is written. Spreadsheet programs of Chinese Windows save CSV as GB 18030 (or
/// GBK, which is a part of it) without saying so.
enum class TextCode { utf8, gb18030, utf16_le, utf16_be };

struct TextStart {
    TextCode code = TextCode::utf8;
    std::size_t mark = 0;  ///< bytes of a byte order mark
};
/// By the byte order mark; without one UTF-8 if all of it is UTF-8, else GB 18030.
[[nodiscard]] TextStart find_text_code(BytesView file);

/// Hands the file on as UTF-8, in pieces that end between characters.
/// @error sheet.encoding  bytes that are no text in this code; what came before was handed on.
[[nodiscard]] Result<void> each_piece(BytesView file,
                                      const TextStart& start,
                                      const std::function<Result<void>(std::string_view)>& take);

/// A name of unknown code as UTF-8; none of the codes fit: empty.
[[nodiscard]] std::string to_utf8(std::string_view bytes);

}  // namespace yinxin::sheets
