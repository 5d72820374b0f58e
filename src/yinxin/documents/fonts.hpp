// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/documents/display_list.hpp"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::documents {

/// One font file and the face in it (collections hold several).
struct FontSource {
    std::filesystem::path path;
    unsigned face = 0;
    bool required = true;  ///< a missing optional font narrows coverage, it does not stop the start
};

/// Which files serve which role; the fallback chain follows each role's own face.
struct FontSources {
    std::array<FontSource, font_role_count> roles;
    std::vector<FontSource> fallbacks;

    /// Where Debian's packages put Noto Serif and Sans CJK, BabelStone Han, TW-Sung and HanaMin.
    [[nodiscard]] static FontSources debian();
};

/// A glyph's shape in a 1000-unit em, y upwards. Three points for cubic, one for move and line.
struct Outline {
    struct Node {
        std::int16_t x = 0;
        std::int16_t y = 0;
    };
    std::vector<Verb> verbs;
    std::vector<Node> nodes;
};

struct Glyph {
    int advance = 1000;
    Outline outline;
    std::string charstring;  ///< Type 2, nominalWidthX 0, defaultWidthX 1000
};

/// The fonts of the house. Safe to share between threads: files are mapped read-only, and a glyph
/// that has been made once never changes or moves.
class FontBook {
  public:
    /// @error document.font_missing  a required font is not there or is not a font.
    [[nodiscard]] static Result<std::shared_ptr<const FontBook>> load(const FontSources& sources);

    FontBook(const FontBook&) = delete;
    FontBook& operator=(const FontBook&) = delete;
    ~FontBook();

    /// Whether every character can be printed in every role and means the same everywhere.
    /// @error document.glyph_missing  not covered, private use, a variation selector, a control
    ///        character or not a character; param code_point names it ("U+E863").
    /// @error malformed  not UTF-8.
    [[nodiscard]] Result<void> check_coverage(std::string_view text) const;
    [[nodiscard]] Result<void> check_coverage(std::u32string_view text) const;

    /// Null if no font of the chain has the character, or if it is one check_coverage refuses.
    [[nodiscard]] const Glyph* find(FontRole role, char32_t code_point) const;
    /// The shape printers show for nothing; first in every embedded font, never printed.
    [[nodiscard]] const Glyph& missing() const noexcept;

    /// Millimetres for an em of `size` millimetres; uncovered characters count as one em.
    [[nodiscard]] double measure(FontRole role, std::u32string_view text, double size) const;

  private:
    struct State;
    explicit FontBook(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace yinxin::documents
