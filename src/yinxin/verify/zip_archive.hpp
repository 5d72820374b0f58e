// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/file_kinds.hpp"

namespace yinxin::verify {

/// One file of an archive, as its central directory and its local header agree on it.
struct ZipEntry {
    std::string name;
    BytesView packed;
    std::size_t size = 0;  ///< unpacked, as stated
    std::uint32_t crc = 0;
    bool is_deflated = false;
};

/// Walks a ZIP archive that can be read in one way only: entries, directory and end record follow
/// one another without a gap from the first byte to the last, every local header says what the
/// directory says, and nothing is encrypted, split, commented, a link or ZIP64. What is otherwise
/// is refused as "ofd.zip.…"; names are checked as "ofd.name.…". Directories are left out.
///
/// @return every file that could be read, each name once; empty when the archive has no directory.
[[nodiscard]] std::vector<ZipEntry> walk_archive(BytesView file,
                                                 const ReadLimits& limits,
                                                 Claims& claims);

/// Refuses names that two programs could read as two files, or as one outside the package.
void check_names(const std::vector<ZipEntry>& entries, Claims& claims);

/// The content of an entry: exactly as long as stated, with the stated checksum, and nothing left
/// over. @error malformed
[[nodiscard]] Result<Bytes> unpack(const ZipEntry& entry);

}  // namespace yinxin::verify
