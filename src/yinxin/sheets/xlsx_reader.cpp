// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/xlsx_reader.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/sheets/archive.hpp"
#include "yinxin/sheets/row_gate.hpp"
#include "yinxin/sheets/xlsx_book.hpp"
#include "yinxin/sheets/xlsx_cell.hpp"
#include "yinxin/sheets/xml_events.hpp"

#include <algorithm>

namespace yinxin::sheets {
namespace {

constexpr std::size_t last_row = 1'048'576;  // ECMA-376 part 1, 18.3.1.73 as Excel limits it

/// <sheetData><row r="1"><c r="A1" t="s"><v>0</v></c>…
class RowsListener final : public XmlListener {
  public:
    RowsListener(const XlsxBook& book, RowGate& gate) : book_(book), gate_(gate) {}

    Result<void> open(std::string_view name, const XmlAttributes& attributes) override {
        if (name == "sheetData") is_in_rows_ = true;
        if (!is_in_rows_) return ok();
        if (name == "row") return open_row(attributes["r"]);
        if (name == "c") return open_cell(attributes);
        if (name == "f") cell_.has_formula = true;
        if (name == "rPh") is_phonetic_ = true;
        is_value_ = (name == "v" || (name == "t" && !is_phonetic_)) && is_in_cell_;
        return ok();
    }

    Result<void> close(std::string_view name) override {
        is_value_ = false;
        if (name == "rPh") is_phonetic_ = false;
        if (name == "sheetData") is_in_rows_ = false;
        if (!is_in_rows_) return ok();
        if (name == "c") return close_cell();
        if (name == "row") return gate_.end_row(row_);
        return ok();
    }

    Result<void> text(std::string_view text) override {
        if (!is_value_) return ok();
        cell_.value += text;
        if (cell_.value.size() > gate_.limits().cell_bytes) return gate_.too_long(row_, column_);
        return ok();
    }

  private:
    Result<void> open_row(std::string_view number) {
        const std::size_t before = row_;
        ++row_;
        if (!number.empty()) {
            const auto named = parse_integer(number);
            if (!named || *named <= static_cast<std::int64_t>(before) ||
                *named > static_cast<std::int64_t>(last_row)) {
                return Error(ErrorCode::sheet_unreadable, "rows out of order");
            }
            row_ = static_cast<std::size_t>(*named);
        }
        next_column_ = 0;
        return ok();
    }

    Result<void> open_cell(const XmlAttributes& attributes) {
        const std::string_view reference = attributes["r"];
        const auto column = reference.empty() ? next_column_ : column_of(reference);
        if (!column || *column < *next_column_) {
            return Error(ErrorCode::sheet_unreadable, "cells out of order");
        }
        column_ = *column;
        next_column_ = column_ + 1;
        cell_.type = attributes["t"];
        const auto style = parse_integer(attributes["s"]).value_or(0);
        cell_.style = static_cast<std::size_t>(std::max<std::int64_t>(style, 0));
        cell_.value.clear();
        cell_.has_formula = false;
        is_in_cell_ = true;
        return ok();
    }

    Result<void> close_cell() {
        is_in_cell_ = false;
        Result<Cell> cell = read_cell(book_, cell_);
        if (!cell) return std::move(cell).error().with("row", std::to_string(row_));
        cell->is_calculated = cell_.has_formula;
        return gate_.add(row_, column_, *std::move(cell));
    }

    const XlsxBook& book_;
    RowGate& gate_;
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    std::optional<std::size_t> next_column_ = 0;
    XlsxCell cell_;
    bool is_in_rows_ = false;
    bool is_in_cell_ = false;
    bool is_value_ = false;
    bool is_phonetic_ = false;
};

class XlsxReader final : public SheetReader {
  public:
    XlsxReader(Archive archive, XlsxBook book, std::string part, const SheetLimits& limits)
        : archive_(std::move(archive)),
          book_(std::move(book)),
          part_(std::move(part)),
          limits_(limits) {}

    Result<void> each_row(const RowVisit& visit) override {
        const ArchiveEntry* entry = archive_.find(part_);
        if (entry == nullptr) return Error(ErrorCode::sheet_unreadable, "the sheet is missing");
        RowGate gate(limits_, visit);
        RowsListener listener(book_, gate);
        XmlEvents events(listener);
        Result<void> read =
            archive_.stream(*entry, [&](BytesView piece) { return events.feed(piece); });
        if (read) read = events.finish();
        return gate.was_stopped() ? ok() : read;
    }

    [[nodiscard]] std::vector<std::string> sheet_names() const override {
        std::vector<std::string> names;
        for (const XlsxBook::Sheet& sheet : book_.sheets) {
            if (!sheet.is_hidden) names.push_back(sheet.name);
        }
        return names;
    }

  private:
    Archive archive_;
    XlsxBook book_;
    std::string part_;
    SheetLimits limits_;
};

/// The archive's limits are told in the words of a spreadsheet.
Error in_sheet_words(Error error) {
    if (error.code() == ErrorCode::archive_too_large) return Error(ErrorCode::sheet_too_large);
    if (error.code() != ErrorCode::archive_unreadable) return error;
    return Error(ErrorCode::sheet_unreadable, error.detail());
}

}  // namespace

Result<std::unique_ptr<SheetReader>> open_xlsx(BytesView file, const SheetOptions& options) {
    constexpr std::size_t most_parts = 2000;
    Result<Archive> archive =
        Archive::open(file, {most_parts, options.limits.unpacked_bytes, options.limits.ratio});
    if (!archive) return in_sheet_words(std::move(archive).error());
    Result<XlsxBook> book = read_book(*archive, options.limits.shared_bytes);
    if (!book) return in_sheet_words(std::move(book).error());
    const auto is_wanted = [&](const XlsxBook::Sheet& sheet) {
        return options.sheet.empty() ? !sheet.is_hidden : sheet.name == options.sheet;
    };
    const auto sheet = std::ranges::find_if(book->sheets, is_wanted);
    if (sheet == book->sheets.end()) return Error(ErrorCode::sheet_missing);
    std::string part = sheet->part;
    return std::unique_ptr<SheetReader>(std::make_unique<XlsxReader>(
        *std::move(archive), *std::move(book), std::move(part), options.limits));
}

}  // namespace yinxin::sheets
