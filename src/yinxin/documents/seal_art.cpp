// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/seal_art.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/documents/curves.hpp"
#include "yinxin/documents/drawing.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yinxin::documents {
namespace {

constexpr double pi = std::numbers::pi;

TextRun make_outlines(FontRole role, double size, std::u32string text) {
    TextRun run;
    run.role = role;
    run.size = size;
    run.text = std::move(text);
    run.colour = vermilion;
    run.paint = TextPaint::outlines;
    return run;
}

/// The characters stand upright on a circle, the first and last at equal height.
Result<void> draw_arc(Ops& ops, std::u32string_view text, double centre, double radius) {
    const auto count = static_cast<double>(text.size());
    const double widest = 1.5 * pi;
    double size = radius * 0.235;
    double step = size * 1.18 / radius;
    if (step * count > widest) {
        step = widest / count;
        size = step * radius / 1.06;
    }
    if (size < radius * 0.085) {
        return Error(ErrorCode::text_does_not_fit, "seal").with("part", "seal");
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const double angle = (static_cast<double>(i) - (count - 1) / 2) * step;
        TextRun run = make_outlines(FontRole::serif_bold, size, std::u32string(1, text[i]));
        // Middle of the em on the circle, its foot towards the centre of the seal.
        const double foot = radius - 0.38 * size;
        run.origin = {centre + foot * std::sin(angle) - 0.5 * size * std::cos(angle),
                      centre - foot * std::cos(angle) - 0.5 * size * std::sin(angle)};
        run.angle = angle;
        ops.push_back(std::move(run));
    }
    return ok();
}

void draw_line(Ops& ops,
               const FontBook& fonts,
               FontRole role,
               std::u32string_view text,
               double size,
               double spacing,
               double width,
               Point middle) {
    if (text.empty()) return;
    const TextRoom room{.role = role, .letter_spacing = spacing};
    const double natural = line_width(text, room, size, fonts);
    if (natural > width) size *= width / natural;
    TextRun run = make_outlines(role, size, std::u32string(text));
    run.letter_spacing = spacing * size;
    run.origin = {middle.x - line_width(text, room, size, fonts) / 2,
                  base_line_for(middle.y, size)};
    ops.push_back(std::move(run));
}

/// A ring of interlaced lines: belongs to no state's and no company's seals.
PaintedPath make_woven_ring(double centre, double radius, double swing) {
    PaintedPath ring;
    ring.stroke = Stroke{vermilion, radius * 0.018};
    constexpr int strands = 3;
    for (int i = 0; i < strands; ++i) {
        trace_rosette(ring.path, {centre, centre}, {radius, swing, 24, 2 * pi * i / strands});
    }
    return ring;
}

}  // namespace

Result<SealArt> with_stencil(SealArt words, std::string_view png) {
    if (png.empty()) return words;
    YX_TRY(const Bytes file, parse_base64url(png));
    YX_TRY(SealStencil stencil, read_seal_stencil(file));
    words.stencil = std::make_shared<const SealStencil>(std::move(stencil));
    return words;
}

Result<Ops> draw_seal(const SealArt& art, const FontBook& fonts) {
    if (art.stencil) {
        return Ops{StencilMark{{0, 0, art.diameter, art.diameter}, vermilion, art.stencil}};
    }
    YX_TRY(const std::u32string arc, printable(art.arc_text, fonts));
    YX_TRY(const std::u32string word, printable(art.centre_text, fonts));
    YX_TRY(const std::u32string base, printable(art.base_text, fonts));
    const double centre = art.diameter / 2;
    const double radius = art.diameter / 2;
    Ops ops;
    PaintedPath rim;
    rim.path.circle({centre, centre}, radius * 0.97);
    rim.stroke = Stroke{vermilion, radius * 0.055};
    ops.push_back(std::move(rim));
    PaintedPath inner_rim;
    inner_rim.path.circle({centre, centre}, radius * 0.905);
    inner_rim.stroke = Stroke{vermilion, radius * 0.014};
    ops.push_back(std::move(inner_rim));
    YX_CHECK(draw_arc(ops, arc, centre, radius * 0.74));
    ops.push_back(make_woven_ring(centre, radius * 0.475, radius * 0.055));
    draw_line(ops,
              fonts,
              FontRole::serif_bold,
              word,
              radius * 0.36,
              0.06,
              radius * 0.72,
              {centre, centre});
    draw_line(ops,
              fonts,
              FontRole::sans,
              base,
              radius * 0.125,
              0.08,
              radius * 0.92,
              {centre, centre + radius * 0.665});
    return ops;
}

}  // namespace yinxin::documents
