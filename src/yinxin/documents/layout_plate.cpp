// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/artwork.hpp"
#include "yinxin/documents/drawing.hpp"
#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/sheet.hpp"
#include "yinxin/documents/style.hpp"
#include "yinxin/documents/words.hpp"

#include <algorithm>

namespace yinxin::documents {
namespace {

/// Draws words into one list of operations; each call is one part of the sheet.
class Compositor {
  public:
    Compositor(Ops& ops, const FontBook& fonts) : ops_(ops), fonts_(fonts) {}

    Result<FittedText> put(std::string_view text,
                           const TextRoom& room,
                           const TextPlace& place,
                           std::string_view part) {
        YX_TRY(const std::u32string points, printable(text, fonts_));
        YX_TRY(FittedText fitted, fit(points, room, fonts_, part));
        TextPlace at = place;
        at.leading = place.leading * fitted.size;
        put_text(ops_, fitted, room, at, fonts_);
        return fitted;
    }

  private:
    Ops& ops_;
    const FontBook& fonts_;
};

void draw_ornament(const Style& style, Ops& ops) {
    const double y = sheet::ornament_line;
    const double x = sheet::middle;
    const Stroke stroke{style.hairline, 0.25};
    ops.push_back(make_rule({x - 46, y}, {x - 4, y}, stroke));
    ops.push_back(make_rule({x + 4, y}, {x + 46, y}, stroke));
    PaintedPath diamond;
    diamond.path.move({x - 1.9, y})
        .line({x, y - 1.1})
        .line({x + 1.9, y})
        .line({x, y + 1.1})
        .close();
    diamond.fill = style.accent;
    ops.push_back(std::move(diamond));
}

Result<void> compose_heading(const Face& face,
                             const Style& style,
                             Compositor& page,
                             PlateDrawing& plate) {
    Ops& ops = plate.labels;
    TextRoom title{.role = FontRole::serif_bold,
                   .width = sheet::width,
                   .size = 10,
                   .one_line_size = 5.6,
                   .smallest_size = 5.6,
                   .lines = 1,
                   .letter_spacing = 0.14};
    const TextPlace place{sheet::middle, sheet::title_line, 1.3, Align::centre, ink};
    if (page.put(face.title_zh, title, place, "title_zh")) {
        draw_medallion(style, plate);
    } else {
        // A long title takes the medallion's place: two lines of about equal length.
        title.size = 7.4;
        title.lines = 2;
        title.first_indent = 0;
        TextPlace upper = place;
        upper.base_line -= 1.3 * title.size * 0.8;
        YX_CHECK(page.put(face.title_zh, title, upper, "title_zh"));
    }
    const TextRoom english{.role = FontRole::serif,
                           .width = sheet::width,
                           .size = 3.7,
                           .one_line_size = 2.6,
                           .smallest_size = 2.3,
                           .lines = 2,
                           .letter_spacing = 0.06};
    YX_CHECK(page.put(face.title_en,
                      english,
                      {sheet::middle, sheet::english_title_line, 1.3, Align::centre, style.accent},
                      "title_en"));
    draw_ornament(style, ops);
    return ok();
}

/// Both languages at full size, or both smaller, until they stand above the fields.
Result<void> compose_preamble(const Face& face, const FontBook& fonts, Ops& ops) {
    YX_TRY(const std::u32string chinese, printable(face.preamble_zh, fonts));
    YX_TRY(const std::u32string english, printable(face.preamble_en, fonts));
    for (const double scale : {1.0, 0.94, 0.88, 0.82, 0.76}) {
        TextRoom upper{.role = FontRole::serif, .width = sheet::width, .first_indent = 2};
        upper.size = upper.one_line_size = upper.smallest_size = 4.3 * scale;
        upper.lines = 6;
        TextRoom lower{.role = FontRole::serif, .width = sheet::width};
        lower.size = lower.one_line_size = lower.smallest_size = 2.7 * scale;
        lower.lines = 6;
        const auto first = fit(chinese, upper, fonts, "preamble_zh");
        const auto second = fit(english, lower, fonts, "preamble_en");
        if (!first || !second) continue;
        const double leading = 1.72 * upper.size;
        const double small_leading = 1.45 * lower.size;
        const double line = sheet::preamble_top + 5;
        const double small_line =
            line + static_cast<double>(first->lines.size()) * leading - 1.4 * scale;
        const auto more = static_cast<double>(second->lines.size()) - 1;
        if (small_line + more * small_leading > sheet::preamble_bottom) continue;
        put_text(ops, *first, upper, {sheet::left, line, leading, Align::left, ink}, fonts);
        const TextPlace below{sheet::left, small_line, small_leading, Align::left, soft_ink};
        put_text(ops, *second, lower, below, fonts);
        return ok();
    }
    return Error(ErrorCode::text_does_not_fit, "preamble").with("part", "preamble");
}

Result<void> compose_label(const Cell& cell, const Style& style, Compositor& page, Ops& ops) {
    const bool small = cell.is_low();
    const double size = cell.label_size();
    const TextRoom chinese{.role = FontRole::serif,
                           .width = cell.label_width - 2,
                           .size = size,
                           .one_line_size = 2.2,
                           .smallest_size = 2.2};
    YX_CHECK(page.put(cell.label_zh,
                      chinese,
                      {cell.box.x, cell.base_line(), 0, Align::left, soft_ink},
                      "label_zh"));
    const TextRoom english{.role = FontRole::serif,
                           .width = cell.label_width - 2,
                           .size = small ? 1.9 : 2.1,
                           .one_line_size = 1.5,
                           .smallest_size = 1.5};
    YX_CHECK(
        page.put(cell.label_en,
                 english,
                 {cell.box.x, cell.base_line() + (small ? 2.4 : 2.9), 0, Align::left, soft_ink},
                 "label_en"));
    if (cell.ruled) {
        const double y = cell.box.y + cell.box.height;
        ops.push_back(
            make_rule({cell.box.x, y}, {cell.box.x + cell.box.width, y}, {style.hairline, 0.18}));
    }
    return ok();
}

Result<void> compose_authorities(const Face& face, Compositor& page) {
    if (face.authorities.size() > 4) {
        return Error(ErrorCode::text_does_not_fit, "authorities").with("part", "authorities");
    }
    const ClosingBlock block = closing_block(face);
    constexpr double leading = 6.4;
    // Names and, below them, the date: as high together as the seal.
    double line =
        block.seal_centre.y - leading * static_cast<double>(face.authorities.size()) / 2 + 1.6;
    for (const std::string& authority : face.authorities) {
        const TextRoom room{.role = FontRole::serif,
                            .width = 54,
                            .size = 4.2,
                            .one_line_size = 2.7,
                            .smallest_size = 2.7};
        YX_CHECK(
            page.put(authority, room, {block.signers, line, 0, Align::centre, ink}, "authorities"));
        line += leading;
    }
    return ok();
}

Result<void> compose_band(const Face& face, const Style& style, Compositor& page, Ops& ops) {
    if (!face.endorsement) return ok();
    PaintedPath frame;
    frame.path.rectangle(sheet::band);
    frame.stroke = Stroke{style.rule, 0.3};
    ops.push_back(std::move(frame));
    const Box& band = sheet::band;
    const double edge = band.x + 24;
    ops.push_back(make_rule({edge, band.y}, {edge, band.y + band.height}, {style.hairline, 0.2}));
    const TextRoom name{.role = FontRole::serif_bold, .width = 22, .size = 4.1, .one_line_size = 3};
    const TextRoom english{.role = FontRole::serif,
                           .width = 22,
                           .size = 2.1,
                           .one_line_size = 1.5,
                           .letter_spacing = 0.08};
    const double middle = band.y + band.height / 2;
    const double x = band.x + 12;
    YX_CHECK(page.put(
        words::endorsement.zh, name, {x, middle + 0.6, 0, Align::centre, style.accent}, "band"));
    YX_CHECK(page.put(
        words::endorsement.en, english, {x, middle + 4.2, 0, Align::centre, style.accent}, "band"));
    for (const Cell& cell : arrange_endorsement(face))
        YX_CHECK(compose_label(cell, style, page, ops));
    return ok();
}

Result<void> compose_marking(const Face& face, Compositor& page) {
    const TextRoom room{.role = FontRole::sans,
                        .width = sheet::width,
                        .size = 2.5,
                        .one_line_size = 1.8,
                        .letter_spacing = 0.3};
    YX_CHECK(page.put(face.marking,
                      room,
                      {sheet::middle, sheet::marking_line, 0, Align::centre, soft_ink},
                      "marking"));
    return ok();
}

Result<SealPlace> place_seal(const Face& face, const Stationery& stationery) {
    const SealArt* art = stationery.find_seal(face.seal_id);
    if (art == nullptr) return Error(ErrorCode::seal_unknown, face.seal_id);
    YX_TRY(Ops ops, draw_seal(*art, stationery.fonts()));
    const Point centre = closing_block(face).seal_centre;
    const double half = art->diameter / 2;
    return SealPlace{{centre.x - half, centre.y - half, art->diameter, art->diameter},
                     std::move(ops)};
}

}  // namespace

std::string plate_key(const Face& face) {
    std::string key;
    key.reserve(1024);
    const auto add = [&](std::string_view text) { key.append(text) += '\n'; };
    add(is_sealed(face.kind) ? "sealed" : "unsealed");
    add(face.template_id);
    add(face.seal_id);
    add(face.title_zh);
    add(face.title_en);
    add(face.preamble_zh);
    add(face.preamble_en);
    add(face.marking);
    for (const std::string& authority : face.authorities)
        add(authority);
    add("");
    for (const FaceField& field : face.fields) {
        add(field.label_zh);
        add(field.label_en);
        add(field.width == FieldWidth::full ? "full" : "half");
    }
    add("");
    const auto there = [&](const std::string& text) { key += text.empty() ? '-' : '+'; };
    there(face.approval_date);
    there(face.management_no);
    there(face.certificate_no);
    there(face.licence_id);
    if (face.endorsement) {
        key += 'e';
        there(face.endorsement->recipient);
        there(face.endorsement->applied_on);
        there(face.endorsement->copy_number);
    }
    return key;
}

Result<PlateDrawing> lay_out_plate(const Face& face, const Stationery& stationery) {
    const Style* style = find_style(face.template_id);
    if (style == nullptr) return Error(ErrorCode::template_unknown, face.template_id);
    PlateDrawing plate;
    draw_artwork(*style, plate);
    Compositor page(plate.labels, stationery.fonts());
    YX_CHECK(compose_heading(face, *style, page, plate));
    YX_CHECK(compose_preamble(face, stationery.fonts(), plate.labels));
    YX_TRY(const std::vector<Cell> cells, arrange_fields(face));
    for (const Cell& cell : cells)
        YX_CHECK(compose_label(cell, *style, page, plate.labels));
    YX_CHECK(compose_authorities(face, page));
    YX_CHECK(compose_band(face, *style, page, plate.labels));
    YX_CHECK(compose_marking(face, page));
    if (is_sealed(face.kind)) {
        YX_TRY(plate.seal, place_seal(face, stationery));
    }
    return plate;
}

}  // namespace yinxin::documents
