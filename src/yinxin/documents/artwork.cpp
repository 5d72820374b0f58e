// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/artwork.hpp"

#include "yinxin/documents/curves.hpp"

#include <array>
#include <cmath>
#include <numbers>
#include <span>
#include <utility>

namespace yinxin::documents {
namespace {

constexpr double tau = 2 * std::numbers::pi;

/// Lines of the band along the edges: `waves` sine lines of equal period, evenly shifted.
struct Band {
    double middle;  ///< distance of its middle line from the paper's edge
    double corner;  ///< where the straight part begins, from the paper's edge
    double period;  ///< wanted; stretched a little so that whole periods fit
    double amplitude;
    int waves;
};

void add_rule(Ops& ops, double inset, double width, Colour colour) {
    PaintedPath rule;
    rule.path.rectangle({inset, inset, page_width - 2 * inset, page_height - 2 * inset});
    rule.stroke = Stroke{colour, width};
    ops.push_back(std::move(rule));
}

/// One period of the band from x = 0 to `period`, around y = 0.
Form make_tile(const Band& band, int harmonic, double amplitude, double shift, Stroke stroke) {
    PaintedPath lines;
    lines.stroke = stroke;
    for (int wave = 0; wave < band.waves; ++wave) {
        const double phase = tau * (wave + shift) / band.waves;
        const auto curve = [&](double t) {
            return Point{t * band.period, amplitude * std::sin(harmonic * tau * t + phase)};
        };
        trace(lines.path, curve, 0, 1, 4 * harmonic);
    }
    return Form{{std::move(lines)}};
}

/// Repeats a tile along the four edges.
void lay_band(const Band& band, std::size_t tile, Ops& ops) {
    const double width = page_width - 2 * band.corner;
    const double height = page_height - 2 * band.corner;
    const auto lay = [&](Point start, double length, bool horizontal) {
        const int count = static_cast<int>(std::lround(length / band.period));
        const double stretch = length / count / band.period;
        const double step = length / count;
        for (int i = 0; i < count; ++i) {
            const Matrix matrix = horizontal
                                      ? Matrix{stretch, 0, 0, 1, start.x + i * step, start.y}
                                      : Matrix{0, stretch, -1, 0, start.x, start.y + i * step};
            ops.push_back(FormMark{tile, matrix});
        }
    };
    lay({band.corner, band.middle}, width, true);
    lay({band.corner, page_height - band.middle}, width, true);
    lay({band.middle, band.corner}, height, false);
    lay({page_width - band.middle, band.corner}, height, false);
}

std::size_t add_form(PlateDrawing& plate, Form form) {
    plate.forms.push_back(std::move(form));
    return plate.forms.size() - 1;
}

std::array<Point, 4> corners(double inset) {
    return {Point{inset, inset},
            Point{page_width - inset, inset},
            Point{inset, page_height - inset},
            Point{page_width - inset, page_height - inset}};
}

/// A rosette of equal lines, each turned by its share of one petal. One form and a mark per line:
/// repeated bytes cost nothing once compressed.
struct Rosette {
    RosetteLine line;
    int strands;
    Stroke stroke;
};

void lay_rosette(const Rosette& rosette, std::span<const Point> centres, PlateDrawing& plate) {
    PaintedPath line;
    line.stroke = rosette.stroke;
    trace_rosette(line.path, {}, rosette.line);
    const std::size_t form = add_form(plate, Form{{std::move(line)}});
    const double turn = tau / rosette.line.petals / rosette.strands;
    for (const Point centre : centres) {
        for (int i = 0; i < rosette.strands; ++i) {
            plate.under.push_back(FormMark{form, Matrix::rotation(turn * i, centre)});
        }
    }
}

void lay_eyes(double radius, Colour colour, std::span<const Point> centres, PlateDrawing& plate) {
    PaintedPath eye;
    eye.path.circle({}, radius);
    eye.fill = colour;
    const std::size_t form = add_form(plate, Form{{std::move(eye)}});
    for (const Point centre : centres) {
        plate.under.push_back(FormMark{form, Matrix::translation(centre.x, centre.y)});
    }
}

void lay_corner_rosettes(const Style& style, double inset, double radius, PlateDrawing& plate) {
    const auto at = corners(inset);
    lay_rosette({{radius * 0.72, radius * 0.28, 8, 0}, 6, {style.wave_one, 0.14}}, at, plate);
    lay_rosette({{radius * 0.34, radius * 0.2, 6, 0}, 3, {style.wave_two, 0.14}}, at, plate);
    lay_eyes(radius * 0.1, style.rule, at, plate);
}

/// The big light rosette behind the text; strokes only, so that the watermark shows through.
void lay_underprint(const Style& style, PlateDrawing& plate) {
    const std::array centre{Point{page_width / 2, 152}};
    lay_rosette({{47, 15, 12, 0}, 8, {style.underprint, 0.22}}, centre, plate);
    lay_rosette({{22, 9, 9, 0}, 6, {style.underprint, 0.22}}, centre, plate);
}

void draw_guilloche(const Style& style, PlateDrawing& plate) {
    const Band band{.middle = 14.6, .corner = 20.6, .period = 8.4, .amplitude = 3.1, .waves = 6};
    const auto one = add_form(plate, make_tile(band, 1, band.amplitude, 0, {style.wave_one, 0.15}));
    const auto two =
        add_form(plate, make_tile(band, 2, band.amplitude * 0.5, 0.5, {style.wave_two, 0.13}));
    lay_band(band, two, plate.under);
    lay_band(band, one, plate.under);
    lay_corner_rosettes(style, band.middle, 5.6, plate);
    add_rule(plate.under, 8.6, 0.7, style.rule);
    add_rule(plate.under, 9.9, 0.18, style.rule);
    add_rule(plate.under, 19.3, 0.18, style.rule);
    add_rule(plate.under, 20.3, 0.35, style.rule);
}

void draw_ruled(const Style& style, PlateDrawing& plate) {
    add_rule(plate.under, 11, 0.9, style.rule);
    add_rule(plate.under, 12.6, 0.2, style.rule);
    add_rule(plate.under, 17.6, 0.2, style.wave_one);
    lay_corner_rosettes(style, 15.1, 3.1, plate);
}

void draw_ribbon(const Style& style, PlateDrawing& plate) {
    const Band band{.middle = 14.2, .corner = 20, .period = 12, .amplitude = 2.6, .waves = 3};
    const auto blue = add_form(plate, make_tile(band, 1, band.amplitude, 0, {style.wave_one, 0.2}));
    const auto thin =
        add_form(plate, make_tile(band, 1, band.amplitude, 0.5, {style.wave_one, 0.1}));
    const auto gold =
        add_form(plate, make_tile(band, 3, band.amplitude * 0.42, 0, {style.wave_two, 0.15}));
    for (const auto tile : {gold, thin, blue})
        lay_band(band, tile, plate.under);
    lay_corner_rosettes(style, band.middle, 5, plate);
    add_rule(plate.under, 9, 0.3, style.rule);
    add_rule(plate.under, 10, 0.8, style.rule);
    add_rule(plate.under, 18.6, 0.5, style.rule);
    add_rule(plate.under, 19.6, 0.15, style.rule);
}

}  // namespace

void draw_artwork(const Style& style, PlateDrawing& plate) {
    lay_underprint(style, plate);
    switch (style.border) {
        case Border::guilloche:
            draw_guilloche(style, plate);
            break;
        case Border::ruled:
            draw_ruled(style, plate);
            break;
        case Border::ribbon:
            draw_ribbon(style, plate);
            break;
    }
}

void draw_medallion(const Style& style, PlateDrawing& plate) {
    const std::array centre{Point{page_width / 2, 35.5}};
    lay_rosette({{5.9, 1.5, 16, 0}, 6, {style.wave_one, 0.13}}, centre, plate);
    lay_rosette({{3.2, 1.3, 9, 0}, 4, {style.wave_two, 0.13}}, centre, plate);
    lay_eyes(0.9, style.rule, centre, plate);
}

}  // namespace yinxin::documents
