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
    room.height = cell.box.height;
    room.lines = 2;
    room.smallest_size = 2.3;
    switch (cell.tone) {
        case ValueTone::lead:
            room.role = FontRole::serif_bold;
            room.size = 5.2;
            room.one_line_size = 3.6;
            room.letter_spacing = 0.04;
            break;
        case ValueTone::plain:
            room.size = cell.is_low() ? 3.7 : 4.3;
            room.one_line_size = 3.1;
            break;
        case ValueTone::small:
            room.role = FontRole::sans;
            room.size = 3;
            room.one_line_size = 2.2;
            break;
        case ValueTone::strong:
            room.role = FontRole::serif_bold;
            room.size = cell.is_low() ? 3.8 : 4.3;
            room.one_line_size = 3.1;
            break;
    }
    return room;
}

Result<void> put_value(const Cell& cell, const FontBook& fonts, Ops& ops) {
    const TextRoom room = room_for(cell);
    YX_TRY(const std::u32string points, printable(cell.value, fonts));
    YX_TRY(const FittedText text, fit(points, room, fonts, cell.label_zh));
    const double leading = line_pitch * text.size;
    const auto more = static_cast<double>(text.lines.size()) - 1;
    // One line shares the label's base line, so that extracted text keeps them together.
    const double middle = cell.box.y + cell.box.height / 2;
    const double base_line =
        more == 0 ? cell.base_line() : base_line_for(middle - more * leading / 2, text.size);
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

TextRoom caption_room(double width) {
    return {.role = FontRole::sans,
            .width = width,
            .size = 2.5,
            .one_line_size = 2.1,
            .smallest_size = 1.9,
            .lines = 2};
}

TextRoom code_room(double width) {
    return {.role = FontRole::serif_bold,
            .width = width,
            .size = 4.6,
            .one_line_size = 2.6,
            .smallest_size = 2.6,
            .letter_spacing = 0.04};
}

TextRoom address_room(double width) {
    return {.role = FontRole::sans,
            .width = width,
            .size = 2.9,
            .one_line_size = 2.1,
            .smallest_size = 1.9,
            .lines = 2};
}

std::string caption(const words::Pair& pair) {
    return std::string(pair.zh) + " " + std::string(pair.en);
}

/// Beside the code, with captions.
Result<void> put_code_words(const Face& face, const Box& place, const FontBook& fonts, Ops& ops) {
    const TextRoom small = caption_room(place.width);
    const auto put = [&](std::string_view text, const TextRoom& room, double y, Colour colour) {
        return put_line(ops, fonts, text, room, {place.x, place.y + y}, colour, "check_code");
    };
    YX_CHECK(put(caption(words::check_code), small, 2.6, soft_ink));
    YX_CHECK(put(face.check_code, code_room(place.width), 8.7, ink));
    YX_CHECK(put(caption(words::service_address), small, 14.9, soft_ink));
    return put(face.service_address, address_room(place.width), 19.1, ink);
}

/// Under the code, where a second code takes the place beside it.
Result<void> put_code_words_below(const Face& face, Point at, const FontBook& fonts, Ops& ops) {
    constexpr double width = 33;
    const auto put = [&](std::string_view text, const TextRoom& room, double y, Colour colour) {
        return put_line(ops, fonts, text, room, {at.x, at.y + y}, colour, "check_code");
    };
    YX_CHECK(put(words::check_code.zh, caption_room(width), 3.2, soft_ink));
    YX_CHECK(put(face.check_code, code_room(width), 7.2, ink));
    return put(face.service_address, address_room(width), 11.2, ink);
}

Result<void> put_codes(const Face& face, const FontBook& fonts, VariableDrawing& drawing) {
    if (!is_sealed(face.kind)) return ok();
    const ClosingBlock block = closing_block(face);
    const double middle = (block.top + block.bottom) / 2;
    const auto add = [&](std::string_view text, const Box& box) -> Result<void> {
        YX_TRY(CodeModules modules, encode_qr(text, static_cast<int>(box.width / smallest_module)));
        drawing.content.push_back(CodeMark{box, drawing.codes.size()});
        drawing.codes.push_back(std::move(modules));
        return ok();
    };
    constexpr double link_side = 24;
    constexpr double offline_side = offline_code_room * smallest_module;
    constexpr double quiet = 5;  // more than four modules
    if (face.offline_payload) {
        const Point at{sheet::left, block.top + link_side};
        YX_CHECK(add(face.qr_url, {at.x, block.top, link_side, link_side}));
        const Box second{sheet::left + 37, middle - offline_side / 2, offline_side, offline_side};
        YX_CHECK(add(*face.offline_payload, second));
        return put_code_words_below(face, at, fonts, drawing.content);
    }
    const double top = middle - link_side / 2;
    YX_CHECK(add(face.qr_url, {sheet::left, top, link_side, link_side}));
    const double x = sheet::left + link_side + quiet;
    const Box place{x, top, block.signers - 27 - x - 2, link_side};
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
    put_text(ops, text, room, {block.signers, line, 0, Align::centre, ink}, fonts);
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
