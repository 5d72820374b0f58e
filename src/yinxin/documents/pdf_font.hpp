// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/fonts.hpp"
#include "yinxin/documents/pdf_syntax.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::documents {

/// The glyphs one document (or one plate) uses, of all roles and fallbacks together: one embedded
/// font, in which CIDs are given in order of first use.
class FontSubset {
  public:
    explicit FontSubset(const FontBook& fonts);

    struct Entry {
        int cid;
        const Glyph* glyph;
    };
    /// The character must have passed FontBook::check_coverage; std::logic_error otherwise.
    [[nodiscard]] Entry use(FontRole role, char32_t point);

    /// The shape alone, for outlines: nothing is embedded.
    [[nodiscard]] const Glyph& find(FontRole role, char32_t point) const;

    [[nodiscard]] bool empty() const noexcept { return glyphs_.size() == 1; }
    [[nodiscard]] const std::vector<const Glyph*>& glyphs() const noexcept { return glyphs_; }
    /// CID to character; the first entry belongs to .notdef and means nothing.
    [[nodiscard]] const std::vector<char32_t>& characters() const noexcept { return characters_; }

  private:
    struct Slot {
        std::uint32_t key = 0;
        std::int32_t cid = 0;
    };
    void grow();

    const FontBook* fonts_;
    std::vector<Slot> slots_;  ///< open addressing, a power of two
    std::vector<const Glyph*> glyphs_;
    std::vector<char32_t> characters_;
};

enum class StreamCoding { plain, deflated };

/// Writes font file, ToUnicode map, CID set, descriptor and the two font dictionaries.
/// @param name  with its six-letter subset tag, "ABCDEF+Name".
/// @return the Type 0 font's object.
[[nodiscard]] int write_font(PdfWriter& writer,
                             const FontSubset& subset,
                             std::string_view name,
                             StreamCoding coding);

}  // namespace yinxin::documents
