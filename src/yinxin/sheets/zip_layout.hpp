// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace yinxin::sheets {

/// One entry as the central directory names it.
struct ZipEntry {
    std::string_view raw_name;  ///< into the file
    std::uint32_t packed = 0;
    std::uint32_t unpacked = 0;
    bool is_utf8 = false;     ///< flag bit 11: the name says it is UTF-8
    bool is_special = false;  ///< made on Unix and neither a file nor a directory: a link
};

/// Reads the skeleton of a ZIP archive (APPNOTE 6.3) and insists that it has one reading: entries
/// lie gapless from the first byte up to the central directory, which ends at the end record, which
/// ends the file; each local header says what the central one says.
/// @error archive.unreadable, archive.encrypted, archive.unsafe
[[nodiscard]] Result<std::vector<ZipEntry>> read_zip_layout(BytesView file);

}  // namespace yinxin::sheets
