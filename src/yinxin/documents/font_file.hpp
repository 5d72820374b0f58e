// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/documents/fonts.hpp"

#include <filesystem>
#include <memory>

namespace yinxin::documents {

/// One face of one font file, mapped read-only. Immutable, so shared between threads.
class FontFile {
  public:
    /// @error file.missing  @error document.font_missing  not a font with outlines.
    [[nodiscard]] static Result<std::unique_ptr<FontFile>> open(const std::filesystem::path& path,
                                                                unsigned face);
    FontFile(const FontFile&) = delete;
    FontFile& operator=(const FontFile&) = delete;
    ~FontFile();

    /// Fills `glyph` with the face's default shape for a character; false if it has none.
    [[nodiscard]] bool draw(char32_t point, Glyph& glyph) const;

  private:
    struct Handles;
    explicit FontFile(std::unique_ptr<Handles> handles);
    std::unique_ptr<Handles> handles_;
};

/// An empty frame for CID 0.
[[nodiscard]] Glyph missing_glyph();

}  // namespace yinxin::documents
