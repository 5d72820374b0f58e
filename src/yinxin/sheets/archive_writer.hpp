// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <string>
#include <vector>

namespace yinxin::sheets {

struct ArchiveFile {
    std::string name;  ///< UTF-8
    Bytes content;
};
/// A ZIP archive of files that are stored as they are: for pictures, which pack no further.
/// @error file.io
[[nodiscard]] Result<Bytes> write_archive(const std::vector<ArchiveFile>& files);

}  // namespace yinxin::sheets
