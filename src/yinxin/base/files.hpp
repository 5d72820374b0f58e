// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <filesystem>
#include <span>
#include <string>

namespace yinxin {

/// @error file.missing  there is no such file.  @error file.io  it cannot be read.
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& path);
/// At most the first `most` bytes of a regular file: whoever has read one more than he can use
/// knows that there is too much. @error file.missing; file.io  no regular file (a pipe may never
/// end).
[[nodiscard]] Result<Bytes> read_file_start(const std::filesystem::path& path, std::size_t most);
[[nodiscard]] Result<std::string> read_text_file(const std::filesystem::path& path);

enum class FileMode { owner_only, everybody_reads };

/// Writes a new file so that it is there whole, or not at all, after a power cut: temporary file,
/// fsync, rename, fsync of the directory. Replaces an existing file.
/// @error file.io  nothing was put in place; the detail names the step.
[[nodiscard]] Result<void> write_file_durably(const std::filesystem::path& path,
                                              BytesView content,
                                              FileMode mode = FileMode::owner_only);

struct FileToWrite {
    std::filesystem::path path;
    Bytes content;
};
/// The same for many files at once, readable by the owner only: all are written before the first
/// is synced, so that the disk takes them together (measured: half the time of one after the
/// other). After an error some may be in place, each of them whole.
/// @error file.io
[[nodiscard]] Result<void> write_files_durably(std::span<const FileToWrite> files);

}  // namespace yinxin
