// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/drawing.hpp"
#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/photo.hpp"
#include "yinxin/documents/qr.hpp"
#include "yinxin/documents/sheet.hpp"
#include "yinxin/documents/style.hpp"
#include "yinxin/documents/watermark.hpp"
#include "yinxin/documents/words.hpp"

#include <algorithm>

namespace yinxin::documents {
namespace {

Error incomplete(const char* what) {
    return Error(ErrorCode::invalid_input, what);
}

/// A sealed page without its means of verification, or an unsealed one with them, is never drawn.
Result<void> check_kind(const Face& face) {
    const bool sealed = is_sealed(face.kind);
    if ((face.kind == FaceKind::sealed_copy) != face.endorsement.has_value()) {
        return incomplete("an endorsement belongs to a sealed copy, and only to it");
    }
    if (face.endorsement &&
        (face.endorsement->scenario.empty() || face.endorsement->valid_until.empty())) {
        return incomplete("an endorsement names its scenario and its end");
    }
    if (sealed && (face.qr_url.empty() || face.check_code.empty() || face.photo.jpeg.empty())) {
        return incomplete("a sealed page has a photo, a link and a code");
    }
    if (!sealed && (!face.qr_url.empty() || face.offline_payload || !face.check_code.empty())) {
        return incomplete("an unsealed page has no link and no code");
    }
    return ok();
}

TextRoom room_for(const Cell& cell) {
    TextRoom room;
    room.width = cell.box.width - cell.label_width;
    room.lines = 2;
    room.smallest_size = 2.3;
    const bool low = cell.box.height < 9.5;
    switch (cell.tone) {
        case ValueTone::lead:
            room.role = FontRole::serif_bold;
            room.size = 5.6;
            room.one_line_size = 3.6;
            room.letter_spacing = 0.04;
            break;
        case ValueTone::plain:
            room.size = low ? 3.7 : 4.3;
            room.one_line_size = 3.1;
            break;
        case ValueTone::small:
            room.role = FontRole::sans;
            room.size = 3;
            room.one_line_size = 2.2;
            break;
        case ValueTone::strong:
            room.role = FontRole::serif_bold;
            room.size = low ? 3.8 : 4.3;
            room.one_line_size = 3.1;
            break;
    }
    return room;
}

Result<void> put_value(const Cell& cell, const FontBook& fonts, Ops& ops) {
    const TextRoom room = room_for(cell);
    YX_TRY(const std::u32string points, printable(cell.value, fonts));
    YX_TRY(const FittedText text, fit(points, room, fonts, cell.label_zh));
    const double leading = 1.28 * text.size;
    const auto more = static_cast<double>(text.lines.size()) - 1;
    if ((more + 1) * leading > cell.box.height) {
        return Error(ErrorCode::text_does_not_fit).with("part", std::string(cell.label_zh));
    }
    // One line shares the label's base line, so that extracted text keeps them together.
    const double label_size = cell.box.height < 9.5 ? 3.2 : 3.7;
    const double label_centre =
        cell.box.y + cell.box.height / 2 - (cell.label_en.empty() ? 0 : 1.1);
    const double middle = cell.box.y + cell.box.height / 2;
    const double base_line = more == 0 ? base_line_for(label_centre, label_size) + 0.1
                                       : base_line_for(middle - more * leading / 2, text.size);
    put_text(ops,
             text,
             room,
             {cell.box.x + cell.label_width, base_line, leading, Align::left, ink},
             fonts);
    return ok();
}

Result<void> put_photo(const Face& face, Ops& ops) {
    if (face.photo.jpeg.empty()) {
        PaintedPath frame;
        frame.path.rectangle(sheet::photo);
        frame.stroke = Stroke{{212, 212, 208}, 0.25};
        ops.push_back(std::move(frame));
        return ok();
    }
    YX_TRY(const JpegHeader header, check_photo(face.photo));
    // Whole picture inside the 35 x 45 mm frame, proportions kept.
    const double ratio = static_cast<double>(header.width) / header.height;
    Box box = sheet::photo;
    if (ratio > box.width / box.height) {
        const double height = box.width / ratio;
        box.y += (box.height - height) / 2;
        box.height = height;
    } else {
        const double width = box.height * ratio;
        box.x += (box.width - width) / 2;
        box.width = width;
    }
    ops.push_back(PhotoMark{box});
    return ok();
}

Result<void> put_line(Ops& ops,
                      const FontBook& fonts,
                      std::string_view text,
                      const TextRoom& room,
                      Point at,
                      Colour colour,
                      std::string_view part) {
    YX_TRY(const std::u32string points, printable(text, fonts));
    YX_TRY(const FittedText fitted, fit(points, room, fonts, part));
    put_text(ops, fitted, room, {at.x, at.y, fitted.size * 1.35, Align::left, colour}, fonts);
    return ok();
}

/// The code's words stand to the right of the codes.
Result<void> put_code_words(const Face& face, Box place, const FontBook& fonts, Ops& ops) {
    const TextRoom label{.role = FontRole::sans,
                         .width = place.width,
                         .size = 2.5,
                         .one_line_size = 2.2,
                         .smallest_size = 1.9,
                         .lines = 2};
    const TextRoom code{.role = FontRole::serif_bold,
                        .width = place.width,
                        .size = 4.6,
                        .one_line_size = 2.8,
                        .smallest_size = 2.8,
                        .letter_spacing = 0.04};
    const TextRoom address{.role = FontRole::sans,
                           .width = place.width,
                           .size = 2.9,
                           .one_line_size = 2.2,
                           .smallest_size = 2,
                           .lines = 2};
    double y = place.y + 2.6;
    const auto caption = [](const words::Pair& pair) {
        return std::string(pair.zh) + " " + std::string(pair.en);
    };
    YX_CHECK(put_line(
        ops, fonts, caption(words::check_code), label, {place.x, y}, soft_ink, "check_code"));
    y += 6.1;
    YX_CHECK(put_line(ops, fonts, face.check_code, code, {place.x, y}, ink, "check_code"));
    y += 6.2;
    YX_CHECK(put_line(ops,
                      fonts,
                      caption(words::service_address),
                      label,
                      {place.x, y},
                      soft_ink,
                      "service_address"));
    y += 4.2;
    return put_line(
        ops, fonts, face.service_address, address, {place.x, y}, ink, "service_address");
}

Result<void> put_codes(const Face& face, const FontBook& fonts, VariableDrawing& drawing) {
    if (!is_sealed(face.kind)) return ok();
    const ClosingBlock block = closing_block(face);
    double x = sheet::left;
    const auto add = [&](std::string_view text, double side) -> Result<void> {
        YX_TRY(CodeModules modules, encode_qr(text, static_cast<int>(side / smallest_module)));
        const double y = (block.top + block.bottom - side) / 2;
        drawing.content.push_back(CodeMark{{x, y, side, side}, drawing.codes.size()});
        drawing.codes.push_back(std::move(modules));
        x += side + 5;  // at least four modules of quiet zone
        return ok();
    };
    constexpr double link_side = 24;
    YX_CHECK(add(face.qr_url, link_side));
    if (face.offline_payload) YX_CHECK(add(*face.offline_payload, 34));
    const double seal_edge = block.seal_centre.x - 23;
    const Box place{x, (block.top + block.bottom - link_side) / 2, seal_edge - x - 3, link_side};
    return put_code_words(face, place, fonts, drawing.content);
}

Result<void> put_issue_date(const Face& face, const FontBook& fonts, Ops& ops) {
    if (face.issue_date.empty()) return ok();
    const ClosingBlock block = closing_block(face);
    const TextRoom room{.role = FontRole::serif,
                        .width = 54,
                        .size = 4.2,
                        .one_line_size = 2.7,
                        .smallest_size = 2.7};
    YX_TRY(const std::u32string points, printable(face.issue_date, fonts));
    YX_TRY(const FittedText text, fit(points, room, fonts, "issue_date"));
    const double line =
        block.seal_centre.y + 6.4 * static_cast<double>(face.authorities.size()) / 2 + 1.6;
    put_text(ops, text, room, {block.seal_centre.x, line, 0, Align::centre, ink}, fonts);
    return ok();
}

}  // namespace

Result<VariableDrawing> lay_out_variables(const Face& face, const Stationery& stationery) {
    YX_CHECK(check_kind(face));
    const FontBook& fonts = stationery.fonts();
    VariableDrawing drawing;
    drawing.content.reserve(40);
    YX_CHECK(draw_watermark(face, fonts, drawing));
    YX_CHECK(put_photo(face, drawing.content));
    YX_TRY(const std::vector<Cell> cells, arrange_fields(face));
    for (const Cell& cell : cells)
        YX_CHECK(put_value(cell, fonts, drawing.content));
    YX_CHECK(put_codes(face, fonts, drawing));
    YX_CHECK(put_issue_date(face, fonts, drawing.content));
    for (const Cell& cell : arrange_endorsement(face)) {
        YX_CHECK(put_value(cell, fonts, drawing.content));
    }
    return drawing;
}

}  // namespace yinxin::documents
