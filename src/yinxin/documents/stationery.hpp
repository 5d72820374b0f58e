// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/fonts.hpp"
#include "yinxin/documents/seal_art.hpp"

#include <filesystem>
#include <memory>
#include <string_view>
#include <vector>

namespace yinxin::documents {

/// Where the things lie that every document is made from.
struct StationerySources {
    FontSources fonts = FontSources::debian();
    std::filesystem::path colour_profile = "/usr/share/color/icc/sRGB.icc";
    std::vector<SealArt> seals;
};

/// Fonts, colour profile and seal pictures, loaded once at start-up and shared by all players.
class Stationery {
  public:
    /// @error document.font_missing  @error file.missing  @error document.glyph_missing in a seal
    [[nodiscard]] static Result<std::shared_ptr<const Stationery>> load(StationerySources sources);

    [[nodiscard]] const FontBook& fonts() const noexcept { return *fonts_; }
    [[nodiscard]] BytesView colour_profile() const noexcept { return colour_profile_; }
    /// Null if there is no such seal.
    [[nodiscard]] const SealArt* find_seal(std::string_view id) const noexcept;

  private:
    Stationery() = default;
    std::shared_ptr<const FontBook> fonts_;
    Bytes colour_profile_;
    std::vector<SealArt> seals_;
};

}  // namespace yinxin::documents
