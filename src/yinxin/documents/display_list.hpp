// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// What is drawn, before any file format. Millimetres, origin at the top left corner, y downwards
/// (as OFD and SVG have it); the PDF player turns it over.
namespace yinxin::documents {

struct Point {
    double x = 0;
    double y = 0;
};

struct Box {
    double x = 0;
    double y = 0;
    double width = 0;
    double height = 0;
};

/// sRGB, opaque: the archival profile has no transparency.
struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;

    friend bool operator==(Colour, Colour) = default;
};

/// x' = a x + c y + e, y' = b x + d y + f
struct Matrix {
    double a = 1, b = 0, c = 0, d = 1, e = 0, f = 0;

    [[nodiscard]] static Matrix translation(double x, double y) { return {1, 0, 0, 1, x, y}; }
    /// Clockwise on the page by `radians`, then moved to `to`.
    [[nodiscard]] static Matrix rotation(double radians, Point to);
    [[nodiscard]] Point apply(Point p) const {
        return {a * p.x + c * p.y + e, b * p.x + d * p.y + f};
    }
};

enum class Verb : std::uint8_t { move, line, cubic, close };

/// A path: one point for move and line, three for cubic, none for close.
struct Path {
    std::vector<Verb> verbs;
    std::vector<Point> points;

    Path& move(Point to);
    Path& line(Point to);
    Path& cubic(Point first, Point second, Point to);
    Path& close();
    Path& rectangle(const Box& box);
    Path& circle(Point centre, double radius);
    [[nodiscard]] bool empty() const noexcept { return verbs.empty(); }
};

struct Stroke {
    Colour colour;
    double width = 0.2;  ///< millimetres
};

struct PaintedPath {
    Path path;
    std::optional<Colour> fill;  ///< non-zero winding
    std::optional<Stroke> stroke;
};

enum class FontRole : std::uint8_t { serif, serif_bold, sans };
inline constexpr std::size_t font_role_count = 3;

/// Text can be selected and searched; outlines are only seen (watermark, seal).
enum class TextPaint : std::uint8_t { text, outlines };

/// One line of text in one font. Its glyphs stand side by side, without shaping.
struct TextRun {
    FontRole role = FontRole::serif;
    double size = 4;            ///< em in millimetres
    Point origin;               ///< left end of the base line
    double letter_spacing = 0;  ///< millimetres after every glyph
    Colour colour;
    std::u32string text;
    TextPaint paint = TextPaint::text;
    double angle = 0;  ///< radians, clockwise on the page; only for outlines
};

/// The holder's photo, filled into the box.
struct PhotoMark {
    Box box;
};

/// One of the page's codes, without its quiet zone.
struct CodeMark {
    Box box;
    std::size_t code = 0;  ///< index into VariableDrawing::codes
};

struct SealStencil;

/// Ink of one colour, where the stencil lets it through. Only in the picture of a seal.
struct StencilMark {
    Box box;
    Colour colour;
    std::shared_ptr<const SealStencil> stencil;
};

/// Draws a form of the page through a matrix.
struct FormMark {
    std::size_t form = 0;
    Matrix matrix;
};

using Op = std::variant<TextRun, PaintedPath, PhotoMark, CodeMark, StencilMark, FormMark>;
using Ops = std::vector<Op>;

/// A drawing used more than once; forms do not contain forms.
struct Form {
    Ops ops;
};

/// A square of modules, row by row, true is dark.
struct CodeModules {
    int size = 0;
    std::vector<bool> dark;
};

/// The picture of the seal around its own centre, and where it stands.
struct SealPlace {
    Box box;
    Ops ops;  ///< in the box's own coordinates, origin at its top left corner
};

/// The part of a page that is the same for all certificates of one kind.
struct PlateDrawing {
    std::vector<Form> forms;
    Ops under;   ///< artwork, below the watermark's words and everything else
    Ops labels;  ///< title, preamble, labels, rules
    std::optional<SealPlace> seal;
};

/// The part that belongs to one document.
struct VariableDrawing {
    std::vector<Form> forms;
    Ops watermark;  ///< marks of forms that hold outlines; drawn first
    Ops content;
    std::vector<CodeModules> codes;
};

inline constexpr double page_width = 210;  ///< A4, millimetres
inline constexpr double page_height = 297;

}  // namespace yinxin::documents
