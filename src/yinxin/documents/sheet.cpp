// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/sheet.hpp"

#include "yinxin/documents/words.hpp"

#include <algorithm>
#include <array>

namespace yinxin::documents {
namespace {

constexpr double tallest_row = 11.5;
constexpr double lowest_row = 8.2;
constexpr double gutter = 6;
constexpr double photo_gap = 8;
constexpr double label_width = 25;

struct Line {
    std::string_view label_zh;
    std::string_view label_en;
    std::string_view value;
    FieldWidth width;
    ValueTone tone;
};

std::vector<Line> lines_of(const Face& face) {
    std::vector<Line> lines;
    for (const FaceField& field : face.fields) {
        const auto tone = lines.empty() ? ValueTone::lead : ValueTone::plain;
        lines.push_back({field.label_zh, field.label_en, field.value, field.width, tone});
    }
    const auto add = [&](const words::Pair& label, const std::string& value, FieldWidth width) {
        const auto tone = width == FieldWidth::full ? ValueTone::small : ValueTone::plain;
        if (!value.empty()) lines.push_back({label.zh, label.en, value, width, tone});
    };
    add(words::approval_date, face.approval_date, FieldWidth::half);
    add(words::management_no, face.management_no, FieldWidth::half);
    add(words::certificate_no, face.certificate_no, FieldWidth::half);
    add(words::licence_id, face.licence_id, FieldWidth::full);
    return lines;
}

/// Row and column of every line: one column beside the photo, two below it.
struct Slot {
    int row;
    int column;  ///< 0 left half, 1 right half, 2 whole row, 3 beside the photo
};

constexpr int rows_beside_photo = 4;

std::vector<Slot> slots_of(const std::vector<Line>& lines) {
    std::vector<Slot> slots;
    int row = 0;
    bool left_taken = false;
    for (const Line& line : lines) {
        if (row < rows_beside_photo) {
            slots.push_back({row++, 3});
        } else if (line.width == FieldWidth::full) {
            if (left_taken) ++row;
            left_taken = false;
            slots.push_back({row++, 2});
        } else if (left_taken) {
            slots.push_back({row++, 1});
            left_taken = false;
        } else {
            slots.push_back({row, 0});
            left_taken = true;
        }
    }
    return slots;
}

}  // namespace

Result<std::vector<Cell>> arrange_fields(const Face& face) {
    const std::vector<Line> lines = lines_of(face);
    const std::vector<Slot> slots = slots_of(lines);
    const int rows = slots.empty() ? 0 : slots.back().row + 1;
    const int rows_below = std::max(rows - rows_beside_photo, 0);
    const double photo_bottom = sheet::photo.y + sheet::photo.height;
    const double beside_height = (photo_bottom - sheet::grid_top) / rows_beside_photo;
    const double below_height =
        rows_below == 0 ? 0
                        : std::min(tallest_row, (sheet::grid_bottom - photo_bottom) / rows_below);
    if (rows_below > 0 && below_height < lowest_row) {
        return Error(ErrorCode::text_does_not_fit, "too many fields").with("part", "fields");
    }
    const double half = (sheet::width - gutter) / 2;
    const double narrow = sheet::photo.x - photo_gap - sheet::left;
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto [row, column] = slots[i];
        const bool beside = column == 3;
        const double top = beside ? sheet::grid_top + row * beside_height
                                  : photo_bottom + (row - rows_beside_photo) * below_height;
        Cell cell{
            lines[i].label_zh, lines[i].label_en, lines[i].value, {}, label_width, lines[i].tone};
        cell.box = {column == 1 ? sheet::left + half + gutter : sheet::left,
                    top,
                    beside        ? narrow
                    : column == 2 ? sheet::width
                                  : half,
                    beside ? beside_height : below_height};
        cells.push_back(cell);
    }
    return cells;
}

std::vector<Cell> arrange_endorsement(const Face& face) {
    if (!face.endorsement) return {};
    const EndorsementLine& line = *face.endorsement;
    struct Item {
        words::Pair label;
        std::string_view value;
        ValueTone tone;
    };
    std::vector<Item> items{{words::scenario, line.scenario, ValueTone::plain},
                            {words::valid_until, line.valid_until, ValueTone::strong}};
    const auto add = [&](const words::Pair& label, const std::string& value) {
        if (!value.empty()) items.push_back({label, value, ValueTone::plain});
    };
    add(words::applied_on, line.applied_on);
    add(words::copy_number, line.copy_number);
    add(words::recipient, line.recipient);  // the last of an odd number has the row to itself
    constexpr double tab = 25;              // the band's own name stands there
    constexpr double inset = 2;
    const auto rows = static_cast<double>((items.size() + 1) / 2);
    const double height = (sheet::band.height - 2 * inset) / rows;
    const double half = (sheet::band.width - tab - 4) / 2;
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const auto row = static_cast<double>(i / 2);
        const bool alone = i + 1 == items.size() && i % 2 == 0;
        const Box box{sheet::band.x + tab + 2 + (i % 2 == 1 ? half + 2 : 0),
                      sheet::band.y + inset + row * height,
                      alone ? 2 * half : half - 2,
                      height};
        cells.push_back(
            {items[i].label.zh, items[i].label.en, items[i].value, box, 19, items[i].tone, false});
    }
    return cells;
}

ClosingBlock closing_block(const Face& face) {
    const double bottom = face.endorsement ? sheet::band.y - 3.5 : sheet::band.y + 14;
    const double top = bottom - 38;
    return {top, bottom, {159.5, (top + bottom) / 2}, 140};
}

}  // namespace yinxin::documents
