// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/watermark.hpp"

#include "yinxin/documents/typeset.hpp"
#include "yinxin/documents/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace yinxin::documents {
namespace {

constexpr double slope = -std::numbers::pi / 6;  // rises to the right
constexpr Colour light{226, 226, 224};
constexpr Colour plain_to_see{208, 208, 204};  ///< on pages that must not pass for a copy
constexpr double inner_width = 166;            // between the borders

std::string words_of(const Face& face) {
    if (face.kind == FaceKind::preview) return std::string(words::preview);
    if (face.kind == FaceKind::specimen) return std::string(words::specimen);
    if (!face.endorsement) return {};
    const EndorsementLine& line = *face.endorsement;
    std::string text(words::watermark_prefix);
    text += line.scenario;
    const auto add = [&](std::string_view part) {
        if (!part.empty()) text.append(words::separator).append(part);
    };
    add(line.recipient);
    add(std::string(words::valid_until.zh) + " " + line.valid_until);
    add(line.copy_number);
    return text;
}

TextRun make_run(const std::u32string& text, double size, Colour colour) {
    TextRun run;
    run.role = FontRole::sans;
    run.size = size;
    run.colour = colour;
    run.text = text;
    run.paint = TextPaint::outlines;
    return run;
}

}  // namespace

Result<void> draw_watermark(const Face& face, const FontBook& fonts, VariableDrawing& drawing) {
    YX_TRY(const std::u32string text, printable(words_of(face), fonts));
    if (text.empty()) return ok();
    const double wanted = is_sealed(face.kind) ? 5.2 : 11;
    const double natural = fonts.measure(FontRole::sans, text, wanted);
    const double room = inner_width / std::cos(slope);
    const double size = std::min(wanted, wanted * room / natural);
    const double half = std::min(natural, room) / 2;
    drawing.forms.push_back(
        Form{{make_run(text, size, is_sealed(face.kind) ? light : plain_to_see)}});
    for (const double y : std::array{75.0, 148.0, 221.0}) {
        const Point start{page_width / 2 - half * std::cos(slope), y - half * std::sin(slope)};
        drawing.watermark.push_back(
            FormMark{drawing.forms.size() - 1, Matrix::rotation(slope, start)});
    }
    return ok();
}

}  // namespace yinxin::documents
