// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"
#include "yinxin/documents/pdf_font.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace yinxin::documents {

/// Resource name of the one stencil a seal is pressed through.
inline constexpr std::string_view stencil_name = "/I";

/// Plays a display list into a PDF content stream.
class PdfContent {
  public:
    /// @param font_name  resource name of the font made from `subset`, "/S".
    /// @param height     of the drawing in millimetres; its lower left corner becomes the origin.
    PdfContent(FontSubset& subset, std::string_view font_name, double height)
        : subset_(subset), font_name_(font_name), height_(height * points_per_mm) {}

    /// Forms are written out where they are drawn.
    void play(const Ops& ops, std::span<const Form> forms = {});
    /// Forms are XObjects with the resource names /W0, /W1, …
    void play_with_xobjects(const Ops& ops);

    [[nodiscard]] const std::string& stream() const noexcept { return out_; }

  private:
    void draw(const TextRun& run);
    void draw_outlines(const TextRun& run);
    void draw(const PaintedPath& painted);
    void draw(const PhotoMark& mark);
    void draw(const CodeMark& mark);
    void draw(const StencilMark& mark);
    void begin_form(const Matrix& matrix);
    void end_form();
    void image(const Box& box, std::string_view name);
    void point(Point at);
    void glyph_path(const Outline& outline);
    void fill_colour(Colour colour);
    void stroke_style(const Stroke& stroke);
    void matrix(double a, double b, double c, double d, double e, double f);

    /// What the stream has set, so that it is set once.
    struct State {
        std::optional<Colour> fill;
        std::optional<Colour> stroke;
        double line_width = -1;
        double size = -1;
        double letter_spacing = 0;
    };

    FontSubset& subset_;
    std::string_view font_name_;
    double height_;
    std::string out_;
    State state_;
    State outer_;
    double outer_height_ = 0;
};

}  // namespace yinxin::documents
