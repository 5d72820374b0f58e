// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_reading.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

/// A header stands under a title and a line or two of notes at most.
constexpr std::int64_t last_header_row = 12;
constexpr std::size_t most_samples = 4;
constexpr std::size_t longest_sample = 40;  ///< characters
constexpr std::int64_t rows_between_questions = 4096;

std::vector<std::string> texts_of(const sheets::Row& row) {
    std::vector<std::string> texts;
    for (const sheets::Cell& cell : row.cells) {
        texts.emplace_back(trim(cell.text));
    }
    return texts;
}

std::string shortened(std::string_view text) {
    auto points = decode_utf8(text);
    if (!points || points->size() <= longest_sample) return std::string(text);
    points->resize(longest_sample);
    return encode_utf8(*points) + "…";
}

/// The likely header: the row with most known words, the first of equals; without any, the first
/// row that has more than one cell.
struct HeaderSearch {
    const domain::HeaderMemory& memory;
    std::size_t best = 0;
    std::int64_t row = 0;
    std::vector<std::string> headers;

    void look_at(std::int64_t number, const std::vector<std::string>& texts) {
        const std::size_t known = domain::count_known_headers(texts, memory);
        const auto filled = std::ranges::count_if(texts, [](const auto& t) { return !t.empty(); });
        const bool is_first_table_row = row == 0 && filled > 1;
        if (known > best || is_first_table_row) {
            best = known;
            row = number;
            headers = texts;
        }
    }
};

domain::CellNature nature_of(const sheets::Cell& cell) {
    if (cell.is_calculated) return domain::CellNature::calculated;
    switch (cell.kind) {
        case sheets::CellKind::text:
            return domain::CellNature::text;
        case sheets::CellKind::number:
            return domain::CellNature::number;
        case sheets::CellKind::lossy_number:
            return domain::CellNature::lossy_number;
        case sheets::CellKind::date:
            return domain::CellNature::date;
        case sheets::CellKind::error:
            return domain::CellNature::error;
    }
    return domain::CellNature::text;
}

/// Collects what the mapping page shows.
class Look {
  public:
    explicit Look(const domain::HeaderMemory& memory) : search_{memory, 0, 0, {}} {}

    void take(const sheets::Row& row) {
        const auto number = static_cast<std::int64_t>(row.number);
        if (number <= last_header_row) search_.look_at(number, texts_of(row));
        ++rows_;
        if (number <= last_header_row + 20) early_.push_back({number, texts_of(row)});
        first_row_ = first_row_ == 0 ? number : first_row_;
    }

    Result<SheetLook> finish() {
        SheetLook look;
        look.head.header_row = search_.row != 0 ? search_.row : first_row_;
        look.head.headers = std::move(search_.headers);
        for (const auto& [number, texts] : early_) {
            if (number <= look.head.header_row) {
                --rows_;
                continue;
            }
            // The columns are as many as any of the first rows has.
            if (texts.size() > look.head.headers.size()) look.head.headers.resize(texts.size());
        }
        look.head.samples.resize(look.head.headers.size());
        for (const auto& [number, texts] : early_) {
            if (number > look.head.header_row) add_samples(look.head, texts);
        }
        look.rows = rows_;
        if (rows_ <= 0) return Error(ErrorCode::import_empty);
        return look;
    }

  private:
    void add_samples(ImportHead& head, const std::vector<std::string>& texts) {
        const bool is_sample = std::ranges::any_of(
            texts, [](const std::string& text) { return domain::is_example(text); });
        if (is_sample) {
            --rows_;
            return;
        }
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (texts[i].empty() || head.samples[i].size() >= most_samples) continue;
            head.samples[i].push_back(shortened(texts[i]));
        }
    }

    struct EarlyRow {
        std::int64_t number;
        std::vector<std::string> texts;
    };
    HeaderSearch search_;
    std::vector<EarlyRow> early_;
    std::int64_t rows_ = 0;
    std::int64_t first_row_ = 0;
};

}  // namespace

sheets::SheetLimits import_limits() {
    sheets::SheetLimits limits;
    limits.rows = 1'048'576;
    limits.columns = domain::most_import_columns;
    limits.cell_bytes = std::size_t{32} * 1024;
    limits.unpacked_bytes = std::size_t{2} * 1024 * 1024 * 1024;
    limits.ratio = 200;
    limits.shared_bytes = std::size_t{256} * 1024 * 1024;
    return limits;
}

Result<SheetLook> look_through(BytesView file,
                               const domain::HeaderMemory& memory,
                               const std::function<bool()>& stops) {
    YX_TRY(const auto reader, sheets::open_sheet(file, {import_limits(), {}}));
    Look look(memory);
    std::int64_t asked = 0;
    YX_CHECK(reader->each_row([&](const sheets::Row& row) -> Result<sheets::Walk> {
        if (stops && ++asked % rows_between_questions == 0 && stops()) {
            return Error(ErrorCode::unavailable, "stopping");
        }
        look.take(row);
        return sheets::Walk::on;
    }));
    YX_TRY(SheetLook found, look.finish());
    const auto names = reader->sheet_names();
    if (names.size() > 1) found.head.sheet = names.front();
    return found;
}

domain::StagedRow staged_row(const sheets::Row& row) {
    domain::StagedRow staged;
    staged.cells.reserve(row.cells.size());
    for (const sheets::Cell& cell : row.cells) {
        staged.cells.push_back({cell.text, nature_of(cell)});
    }
    return staged;
}

bool is_result(const domain::StagedRow& row, const domain::ImportPlan& plan) {
    bool has_value = false;
    for (const auto& [field, source] : plan.sources) {
        const auto* column = std::get_if<std::size_t>(&source);
        if (column == nullptr || *column >= row.cells.size()) continue;
        const std::string_view text = trim(row.cells[*column].text);
        has_value = has_value || !text.empty();
        if (field == domain::ResultField::name && domain::is_example(text)) return false;
    }
    return has_value;
}

domain::HeaderMemory make_header_memory(storage::ColumnMemory memory) {
    return [memory = std::move(memory)](
               std::string_view header_key) -> std::optional<domain::ResultField> {
        const auto found = memory.find(header_key);
        if (found == memory.end()) return std::nullopt;
        return found->second;
    };
}

}  // namespace yinxin::service
