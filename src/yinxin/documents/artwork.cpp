// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/artwork.hpp"

#include "yinxin/documents/curves.hpp"

#include <cmath>
#include <numbers>
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

void lay_corners(std::size_t form, double inset, Ops& ops) {
    for (const Point at : {Point{inset, inset},
                           Point{page_width - inset, inset},
                           Point{inset, page_height - inset},
                           Point{page_width - inset, page_height - inset}}) {
        ops.push_back(FormMark{form, Matrix::translation(at.x, at.y)});
    }
}

Form make_corner_rosette(const Style& style, double radius) {
    PaintedPath outer;
    outer.stroke = Stroke{style.wave_one, 0.14};
    for (int i = 0; i < 6; ++i) {
        trace_rosette(outer.path, {}, {radius * 0.72, radius * 0.28, 8, tau * i / 6});
    }
    PaintedPath inner;
    inner.stroke = Stroke{style.wave_two, 0.14};
    for (int i = 0; i < 3; ++i) {
        trace_rosette(inner.path, {}, {radius * 0.34, radius * 0.2, 6, tau * i / 3});
    }
    PaintedPath eye;
    eye.path.circle({}, radius * 0.1);
    eye.fill = style.rule;
    return Form{{std::move(outer), std::move(inner), std::move(eye)}};
}

/// The big light rosette behind the text; strokes only, so that the watermark shows through.
void draw_underprint(const Style& style, Ops& ops) {
    const Point centre{page_width / 2, 150};
    PaintedPath lines;
    lines.stroke = Stroke{style.underprint, 0.22};
    for (int i = 0; i < 8; ++i) {
        trace_rosette(lines.path, centre, {47, 15, 12, tau * i / 8});
    }
    for (int i = 0; i < 6; ++i) {
        trace_rosette(lines.path, centre, {22, 9, 9, tau * i / 6});
    }
    ops.push_back(std::move(lines));
}

void draw_guilloche(const Style& style, PlateDrawing& plate) {
    const Band band{.middle = 14.6, .corner = 20.6, .period = 8.4, .amplitude = 3.1, .waves = 6};
    const auto one = add_form(plate, make_tile(band, 1, band.amplitude, 0, {style.wave_one, 0.15}));
    const auto two =
        add_form(plate, make_tile(band, 2, band.amplitude * 0.5, 0.5, {style.wave_two, 0.13}));
    lay_band(band, two, plate.under);
    lay_band(band, one, plate.under);
    const auto corner = add_form(plate, make_corner_rosette(style, 5.6));
    lay_corners(corner, band.middle, plate.under);
    add_rule(plate.under, 8.6, 0.7, style.rule);
    add_rule(plate.under, 9.9, 0.18, style.rule);
    add_rule(plate.under, 19.3, 0.18, style.rule);
    add_rule(plate.under, 20.3, 0.35, style.rule);
}

void draw_ruled(const Style& style, PlateDrawing& plate) {
    add_rule(plate.under, 11, 0.9, style.rule);
    add_rule(plate.under, 12.6, 0.2, style.rule);
    add_rule(plate.under, 17.6, 0.2, style.wave_one);
    // Quarter circles bite into the inner rule's corners.
    const auto corner = add_form(plate, make_corner_rosette(style, 3.1));
    lay_corners(corner, 15.1, plate.under);
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
    const auto corner = add_form(plate, make_corner_rosette(style, 5));
    lay_corners(corner, band.middle, plate.under);
    add_rule(plate.under, 9, 0.3, style.rule);
    add_rule(plate.under, 10, 0.8, style.rule);
    add_rule(plate.under, 18.6, 0.5, style.rule);
    add_rule(plate.under, 19.6, 0.15, style.rule);
}

}  // namespace

void draw_artwork(const Style& style, PlateDrawing& plate) {
    draw_underprint(style, plate.under);
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

}  // namespace yinxin::documents
