// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/fonts.hpp"
#include "yinxin/documents/svg.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace yinxin::documents {

/// Text as XML character data or attribute value.
[[nodiscard]] std::string xml_escape(std::string_view text);

/// Plays a display list into SVG elements and keeps the definitions they use.
class SvgPlayer {
  public:
    SvgPlayer(const FontBook& fonts, const SvgOptions& options)
        : fonts_(fonts), options_(options) {}

    /// Adds forms to the definitions; returns the number of the first.
    [[nodiscard]] std::size_t define(std::span<const Form> forms);
    /// @param first_form  what define() gave for the forms that `ops` mark.
    void play(const Ops& ops, std::size_t first_form = 0);
    void play_at(const Ops& ops, Point origin);

    void set_codes(std::span<const CodeModules> codes) { codes_ = codes; }
    /// Address or data: URI of the photo.
    void set_photo(std::string href) { photo_ = std::move(href); }

    [[nodiscard]] const std::string& definitions() const noexcept { return definitions_; }
    [[nodiscard]] const std::string& body() const noexcept { return body_; }

  private:
    [[nodiscard]] bool is_thumbnail() const { return options_.size == SvgSize::thumbnail; }
    /// Units of an em in glyph outlines: fewer digits where nobody sees the difference.
    [[nodiscard]] int grid() const { return is_thumbnail() ? 200 : 500; }
    void draw_bar(const TextRun& run);
    void draw(const TextRun& run);
    void draw(const PaintedPath& painted);
    void draw(const CodeMark& mark);
    void draw(const PhotoMark& mark);
    void draw(const StencilMark& mark);
    void draw_image(const Box& box, std::string_view href);
    std::uint32_t define_glyph(FontRole role, char32_t character, const Glyph& glyph);

    const FontBook& fonts_;
    const SvgOptions& options_;
    std::span<const CodeModules> codes_;
    std::string photo_;
    std::string definitions_;
    std::string body_;
    std::map<std::pair<FontRole, char32_t>, std::uint32_t> glyphs_;
    std::size_t forms_ = 0;
};

}  // namespace yinxin::documents
