// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/import_plan.hpp"

#include <algorithm>
#include <set>

namespace yinxin::domain {
namespace {

std::optional<ResultField> meaning_of(const std::string& header, const HeaderMemory& memory) {
    const std::string key = header_key(header);
    if (key.empty()) return std::nullopt;
    if (memory) {
        if (const auto remembered = memory(key)) return remembered;
    }
    return recognise_header(header);
}

Error incomplete(std::string_view field, const char* reason) {
    return Error(ErrorCode::import_mapping_incomplete, reason)
        .with("field", std::string(field))
        .with("reason", reason);
}

}  // namespace

std::map<ResultField, FieldSource> guess_sources(std::span<const std::string> headers,
                                                 const HeaderMemory& memory) {
    std::map<ResultField, FieldSource> sources;
    for (std::size_t column = 0; column < headers.size(); ++column) {
        if (const auto field = meaning_of(headers[column], memory)) {
            sources.emplace(*field, column);
        }
    }
    return sources;
}

std::size_t count_known_headers(std::span<const std::string> cells, const HeaderMemory& memory) {
    return static_cast<std::size_t>(std::ranges::count_if(
        cells, [&](const std::string& cell) { return meaning_of(cell, memory).has_value(); }));
}

Result<void> check_plan(const ImportPlan& plan) {
    if (plan.qualification_id.empty()) return incomplete("qualification_id", "missing");
    if (plan.exam_year < 1980 || plan.exam_year > 2199) return incomplete("exam_year", "missing");
    std::set<std::size_t> columns;
    for (const auto& [field, name] : all_keyed<ResultField>()) {
        const auto source = plan.sources.find(field);
        if (source == plan.sources.end()) {
            if (is_required(field)) return incomplete(name, "missing");
            continue;
        }
        if (const auto* column = std::get_if<std::size_t>(&source->second)) {
            if (*column >= plan.headers.size()) return incomplete(name, "missing");
            if (!columns.insert(*column).second) return incomplete(name, "twice");
        } else if (!may_be_fixed(field)) {
            return incomplete(name, "not_fixed");
        }
    }
    return ok();
}

ResultRow row_of(const StagedRow& staged, const ImportPlan& plan) {
    ResultRow row;
    for (const auto& [field, source] : plan.sources) {
        if (const auto* column = std::get_if<std::size_t>(&source)) {
            if (*column < staged.cells.size()) row[field] = staged.cells[*column];
        } else {
            row[field] = {std::get<std::string>(source), CellNature::text};
        }
    }
    for (const auto& [field, text] : staged.typed) {
        row[field] = {text, CellNature::text};
    }
    return row;
}

std::vector<std::string> cells_of(const StagedRow& staged,
                                  const ImportPlan& plan,
                                  std::span<const ResultField> extra) {
    std::vector<std::string> cells(plan.headers.size());
    for (std::size_t i = 0; i < std::min(cells.size(), staged.cells.size()); ++i) {
        cells[i] = staged.cells[i].text;
    }
    for (const auto& [field, text] : staged.typed) {
        const auto source = plan.sources.find(field);
        if (source == plan.sources.end()) continue;
        if (const auto* column = std::get_if<std::size_t>(&source->second)) cells[*column] = text;
    }
    const ResultRow row = row_of(staged, plan);
    for (const ResultField field : extra) {
        const auto found = row.find(field);
        cells.push_back(found == row.end() ? std::string() : found->second.text);
    }
    return cells;
}

}  // namespace yinxin::domain
