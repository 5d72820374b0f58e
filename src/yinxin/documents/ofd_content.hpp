// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/pdf_font.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::documents {

/// The fonts of one OFD drawing: one for each role, because readers find glyphs by character.
class OfdFonts {
  public:
    /// @param first_id  of the font of the first role; the others follow.
    OfdFonts(const FontBook& fonts, int first_id);

    [[nodiscard]] FontSubset& of(FontRole role) { return subsets_[index_of(role)]; }
    [[nodiscard]] int id_of(FontRole role) const noexcept {
        return first_id_ + static_cast<int>(index_of(role));
    }

    /// A font that was used, as a file.
    struct Embedded {
        int id = 0;
        std::string name;
        FontRole role = FontRole::serif;
        std::string file;  ///< OpenType
    };
    /// @param family  "YinxinPlate"; the role is appended.
    [[nodiscard]] std::vector<Embedded> embed(std::string_view family) const;

  private:
    [[nodiscard]] static std::size_t index_of(FontRole role) noexcept {
        return static_cast<std::size_t>(role);
    }
    int first_id_;
    std::array<FontSubset, font_role_count> subsets_;
};

/// Resources that a drawing's pictures have in the package.
struct OfdPictures {
    int photo = 0;
    int first_code = 0;  ///< of the first code; the others follow
    int stencil = 0;
};

/// How the light words behind a page come out where they stand above it.
enum class OfdLayer {
    page,       ///< colours as they are; outlines stay outlines
    watermark,  ///< text that lets what is under it shine through
};

/// Plays a display list into the objects of an OFD layer (GB/T 33190-2016, 8 to 11): millimetres,
/// y downwards, as the list has them.
class OfdContent {
  public:
    /// @param first_id  of the first object; ids are unique in a document.
    OfdContent(OfdFonts& fonts,
               int first_id,
               const OfdPictures& pictures = {},
               OfdLayer layer = OfdLayer::page)
        : fonts_(fonts), next_id_(first_id), pictures_(pictures), layer_(layer) {}

    /// Forms are written out where they are drawn. @param page  what the objects may cover.
    void play(const Ops& ops, const Box& page, std::span<const Form> forms = {});

    [[nodiscard]] const std::string& objects() const noexcept { return out_; }
    [[nodiscard]] int next_id() const noexcept { return next_id_; }

  private:
    void draw(const TextRun& run, const Matrix* matrix);
    void draw_outlines(const TextRun& run);
    void draw(const PaintedPath& painted, const Matrix* matrix);
    void draw_image(const Box& box, int resource);
    void begin(std::string_view kind, const Box& boundary);
    void put_matrix(const Matrix& matrix);
    void put_fill(Colour colour);
    void put_text(const TextRun& run, Point origin);

    OfdFonts& fonts_;
    int next_id_;
    OfdPictures pictures_;
    OfdLayer layer_;
    Box page_;
    std::string out_;
};

}  // namespace yinxin::documents
