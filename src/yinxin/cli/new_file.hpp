// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <filesystem>

namespace yinxin::cli {

/// A file that is written piece by piece, for its owner alone (0600), and appears under its name
/// only when it is whole. It never takes the place of another.
class NewFile {
  public:
    /// @error conflict  there is something of this name already.  @error file.io
    [[nodiscard]] static Result<NewFile> open(std::filesystem::path path);
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&&) = delete;
    /// Without commit nothing is left behind.
    ~NewFile();

    /// @error file.io
    [[nodiscard]] Result<void> write(BytesView piece);
    /// On the disk under its name when it returns. @error conflict  somebody came first.
    /// @error file.io
    [[nodiscard]] Result<void> commit();
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// Where the bytes are until commit, to look at them once more.
    [[nodiscard]] const std::filesystem::path& draft() const noexcept { return draft_; }

  private:
    NewFile(std::filesystem::path path, std::filesystem::path draft, int descriptor)
        : path_(std::move(path)), draft_(std::move(draft)), descriptor_(descriptor) {}

    std::filesystem::path path_;
    std::filesystem::path draft_;  ///< beside it, until it is whole
    int descriptor_ = -1;
};

}  // namespace yinxin::cli
