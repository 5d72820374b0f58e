// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/csv_reader.hpp"

#include "yinxin/sheets/row_gate.hpp"
#include "yinxin/sheets/text_code.hpp"
#include "yinxin/sheets/xlsx_cell.hpp"

#include <algorithm>
#include <array>

namespace yinxin::sheets {
namespace {

/// The separator that stands most often in the first line, outside quotation marks.
char find_separator(std::string_view text) {
    constexpr std::array<char, 3> candidates{',', '\t', ';'};
    std::array<std::size_t, candidates.size()> counts{};
    bool is_quoted = false;
    for (const char c : text) {
        if (c == '"') is_quoted = !is_quoted;
        if (is_quoted) continue;
        if (c == '\n') break;
        const auto found = std::ranges::find(candidates, c);
        if (found != candidates.end()) {
            ++counts[static_cast<std::size_t>(found - candidates.begin())];
        }
    }
    const auto most = std::ranges::max_element(counts);  // the first of equals: the comma
    return candidates[static_cast<std::size_t>(most - counts.begin())];
}

/// "1.10105E+17": what Excel writes into a CSV for a long number it has already forgotten.
bool is_scientific(std::string_view text) {
    const std::size_t exponent = text.find_first_of("eE");
    if (exponent == 0 || exponent == std::string_view::npos) return false;
    const auto are_digits = [](std::string_view part) {
        return !part.empty() && part.find_first_not_of("0123456789.") == std::string_view::npos;
    };
    std::string_view power = text.substr(exponent + 1);
    if (power.starts_with('+')) power.remove_prefix(1);
    return are_digits(text.substr(0, exponent)) && are_digits(power);
}

Cell make_cell(std::string text) {
    if (is_scientific(text)) {
        if (const auto number = number_cell(text)) return {std::move(text), number->kind};
    }
    return {std::move(text), CellKind::text};
}

/// Takes UTF-8 piece by piece.
class CsvMachine {
  public:
    CsvMachine(char separator, RowGate& gate) : separator_(separator), gate_(gate) {}

    Result<void> feed(std::string_view piece) {
        for (const char c : piece) {
            YX_CHECK(take(c));
        }
        return ok();
    }

    Result<void> finish() {
        if (state_ == State::quoted) return wrong_quote();
        if (state_ == State::after_cr) return wrong(ErrorCode::sheet_encoding);
        if (state_ == State::cell_start && column_ == 0) return ok();
        return end_row();
    }

    [[nodiscard]] std::size_t row() const noexcept { return row_; }

  private:
    enum class State { cell_start, plain, quoted, quote_in_quoted, after_cr };

    Result<void> take(char c) {
        const bool is_control = static_cast<unsigned char>(c) < 0x20;
        if (is_control && c != '\t' && c != '\n' && c != '\r') {
            return wrong(ErrorCode::sheet_encoding);
        }
        if (state_ == State::after_cr) return c == '\n' ? end_row() : wrong_line_end();
        if (state_ == State::quoted) {
            if (c == '"') {
                state_ = State::quote_in_quoted;
                return ok();
            }
            return keep(c);
        }
        if (c == separator_) return end_cell();
        if (c == '\n') return end_row();
        if (c == '\r') {
            state_ = State::after_cr;
            return ok();
        }
        if (c == '"') return take_quote();
        if (state_ == State::quote_in_quoted) return wrong_quote();
        state_ = State::plain;
        return keep(c);
    }

    Result<void> take_quote() {
        if (state_ == State::quote_in_quoted) {  // "" inside quotation marks is one of them
            state_ = State::quoted;
            return keep('"');
        }
        const bool keeps_digits = state_ == State::plain && text_ == "=";
        if (state_ != State::cell_start && !keeps_digits) return wrong_quote();
        text_.clear();
        state_ = State::quoted;
        return ok();
    }

    Result<void> keep(char c) {
        text_ += c;
        if (text_.size() > gate_.limits().cell_bytes) {
            if (state_ == State::quoted) return wrong_quote();
            return gate_.too_long(row_, column_);
        }
        return ok();
    }

    Result<void> end_cell() {
        YX_CHECK(gate_.add(row_, column_, make_cell(std::move(text_))));
        text_.clear();
        ++column_;
        state_ = State::cell_start;
        return ok();
    }

    Result<void> end_row() {
        YX_CHECK(end_cell());
        YX_CHECK(gate_.end_row(row_));
        ++row_;
        column_ = 0;
        return ok();
    }

    [[nodiscard]] Error wrong(ErrorCode code) const { return at_cell(code, row_, column_); }
    /// A carriage return alone ends no line.
    [[nodiscard]] Error wrong_line_end() const { return wrong(ErrorCode::sheet_encoding); }
    [[nodiscard]] Error wrong_quote() const { return wrong(ErrorCode::sheet_quoting); }

    char separator_;
    RowGate& gate_;
    State state_ = State::cell_start;
    std::string text_;
    std::size_t row_ = 1;
    std::size_t column_ = 0;
};

class CsvReader final : public SheetReader {
  public:
    CsvReader(BytesView file, const TextStart& start, const SheetLimits& limits)
        : file_(file), start_(start), limits_(limits) {}

    Result<void> each_row(const RowVisit& visit) override {
        RowGate gate(limits_, visit);
        std::optional<CsvMachine> machine;
        Result<void> read = each_piece(file_, start_, [&](std::string_view piece) {
            if (!machine) machine.emplace(find_separator(piece), gate);
            return machine->feed(piece);
        });
        if (gate.was_stopped()) return ok();
        if (read && machine) read = machine->finish();
        if (gate.was_stopped() || read) return ok();
        Error error = std::move(read).error();
        const bool names_row = error.params().contains("row");
        if (error.code() == ErrorCode::sheet_encoding && !names_row) {
            error.with("row", std::to_string(machine ? machine->row() : 1)).with("column", "A");
        }
        return error;
    }

    [[nodiscard]] std::vector<std::string> sheet_names() const override { return {}; }

  private:
    BytesView file_;
    TextStart start_;
    SheetLimits limits_;
};

}  // namespace

Result<std::unique_ptr<SheetReader>> open_csv(BytesView file, const SheetOptions& options) {
    const TextStart start = find_text_code(file);
    const bool is_wide = start.code == TextCode::utf16_le || start.code == TextCode::utf16_be;
    if (!is_wide && std::ranges::find(file, std::uint8_t{0}) != file.end()) {
        return Error(ErrorCode::sheet_unreadable, "bytes that are no text");
    }
    return std::unique_ptr<SheetReader>(std::make_unique<CsvReader>(file, start, options.limits));
}

}  // namespace yinxin::sheets
