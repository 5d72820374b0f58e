// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::sheets {

struct ArchiveLimits {
    std::size_t entries = 2000;
    std::size_t unpacked_bytes = std::size_t{64} * 1024 * 1024;  ///< all entries together
    std::size_t ratio = 100;  ///< unpacked to packed, per entry; not asked below 64 KiB
};

struct ArchiveEntry {
    std::size_t index = 0;  ///< in the archive
    std::string name;       ///< for people, UTF-8; never a path to open
    std::size_t size = 0;   ///< unpacked
};

/// A ZIP archive from strangers. It is read only if every reader would see the same files in it:
/// one after the other from the first byte to the last, each name once, nothing hidden between
/// them, no links, no names that lead out.
class Archive {
  public:
    /// @param file  outlives the archive.
    /// @error archive.unreadable  no ZIP, damaged, or of a rare kind (ZIP64, several volumes)
    /// @error archive.encrypted
    /// @error archive.unsafe  see above
    /// @error archive.too_large  param "most"
    [[nodiscard]] static Result<Archive> open(BytesView file, const ArchiveLimits& limits = {});
    Archive(Archive&&) noexcept;
    Archive& operator=(Archive&&) noexcept;
    ~Archive();

    /// Files in the archive's order; directories are left out.
    [[nodiscard]] const std::vector<ArchiveEntry>& entries() const noexcept;
    /// The entry with exactly this name, or nullptr.
    [[nodiscard]] const ArchiveEntry* find(std::string_view name) const noexcept;

    /// The unpacked bytes of one entry, no more than its announced size.
    /// @error archive.unreadable  they are not what was announced.
    [[nodiscard]] Result<Bytes> read(const ArchiveEntry& entry);
    /// The same piece by piece; an error of `take` ends it.
    [[nodiscard]] Result<void> stream(const ArchiveEntry& entry,
                                      const std::function<Result<void>(BytesView)>& take);

  private:
    struct State;
    explicit Archive(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Whether the bytes begin as a ZIP archive does.
[[nodiscard]] bool is_archive(BytesView file) noexcept;

}  // namespace yinxin::sheets
