// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/bulk_look.hpp"

#include "yinxin/domain/typed_line.hpp"
#include "yinxin/http/pages/bulk_result.hpp"
#include "yinxin/http/pages/bulk_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/sheets/sheet_reader.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using service::BulkLook;
using service::LookedTable;

constexpr std::size_t most_files_shown = 20;

std::string fault(const Context& context, std::string_view reason, std::string_view field) {
    return fault_words(context.site().messages, context.language, reason, field);
}

/// "C: management number", by the text that stands over it.
std::string column_label(const Context& context, const LookedTable& table, std::size_t column) {
    const auto header = static_cast<std::size_t>(std::max<std::int64_t>(table.header_rows, 1)) - 1;
    std::string text;
    if (header < table.sample.size() && column < table.sample[header].size()) {
        text = table.sample[header][column];
    }
    return say(context,
               "handler.bulk_column",
               {{"letter", sheets::column_letters(column)}, {"text", text}});
}

void add_choices(View& row,
                 const Context& context,
                 const LookedTable& table,
                 const char* section,
                 std::optional<std::size_t> chosen) {
    for (std::size_t column = 0; column < table.column_count; ++column) {
        View& choice = row.add(section);
        choice.set("VALUE", column).set("LABEL", column_label(context, table, column));
        choice.show_if("SELECTED", chosen == column);
    }
}

void add_sample(View& row, const LookedTable& table) {
    for (std::size_t column = 0; column < table.column_count; ++column) {
        row.add("LETTERS").set("LETTER", sheets::column_letters(column));
    }
    for (const std::vector<std::string>& texts : table.sample) {
        View& line = row.add("SAMPLE");
        for (std::size_t column = 0; column < table.column_count; ++column) {
            line.add("CELLS").set("CELL", column < texts.size() ? texts[column] : "");
        }
    }
}

void add_headers(View& row, const Context& context, const LookedTable& table) {
    const auto shown = static_cast<std::int64_t>(
        std::max(table.sample.size(), static_cast<std::size_t>(table.header_rows)));
    // Of a table nobody has looked at yet the first row is most likely its header.
    const std::int64_t chosen =
        table.header_rows == 0 && table.columns.is_empty() ? 1 : table.header_rows;
    for (std::int64_t i = 0; i <= shown; ++i) {
        View& choice = row.add("HEADERS");
        choice.set("VALUE", i)
            .set("LABEL",
                 i == 0 ? say(context, "handler.bulk_no_header")
                        : say(context, "handler.bulk_header", {{"n", std::to_string(i)}}));
        choice.show_if("SELECTED", i == chosen);
    }
}

void add_table(View& view, const Context& context, const LookedTable& table) {
    View& row = view.add("TABLES");
    row.set("NO", table.no).set("NAME", table.name).set("ROWS", table.rows);
    if (table.columns.is_complete()) {
        row.add("KNOWN")
            .set("NAME_COLUMN", column_label(context, table, *table.columns.name))
            .set("ID_COLUMN", column_label(context, table, *table.columns.id_number))
            .set("NUMBER_COLUMN", column_label(context, table, *table.columns.management_number));
    } else {
        row.show("NOT_KNOWN");
    }
    row.show_if("OPENED", !table.columns.is_complete());
    add_sample(row, table);
    add_headers(row, context, table);
    add_choices(row, context, table, "NAME_CHOICES", table.columns.name);
    add_choices(row, context, table, "ID_CHOICES", table.columns.id_number);
    add_choices(row, context, table, "NUMBER_CHOICES", table.columns.management_number);
    if (table.fault_count == 0) return;
    View& faults = row.add("HAS_FAULTS");
    faults.set("FAULT_COUNT", table.fault_count);
    for (const service::FaultyRow& one : table.faults) {
        faults.add("FAULTS")
            .set("PLACE", one.place)
            .set("REASON", fault(context, one.reason, one.field));
    }
    const auto shown = static_cast<std::int64_t>(table.faults.size());
    if (table.fault_count > shown) faults.add("MORE").set("MORE_COUNT", table.fault_count - shown);
}

void add_files(View& view, const Context& context, const BulkLook& look) {
    if (look.files.empty()) return;
    View& section = view.add("HAS_FILES");
    section.set("FILE_COUNT", look.files.size());
    std::size_t shown = 0;
    // Those with a fault first: they are what the person can do something about.
    for (const bool is_faulty : {true, false}) {
        for (const storage::BulkFile& file : look.files) {
            if (file.fault.empty() == is_faulty || shown == most_files_shown) continue;
            ++shown;
            View& row = section.add("FILES");
            row.set("FILE_NAME", file.name);
            if (is_faulty) row.add("FILE_FAULT").set("REASON", fault(context, file.fault, ""));
        }
    }
    if (look.files.size() > shown) {
        section.add("MORE_FILES").set("MORE_COUNT", look.files.size() - shown);
    }
}

}  // namespace

Response show_look(Context& context, const BulkLook& look, const FormErrors& errors) {
    View view;
    view.set("ID", look.check.id.str())
        .set("HANDED_IN", handed_in_words(context, look.check))
        .set("ITEMS", look.items())
        .set("ROWS", look.rows())
        .set("FAULTY_ROWS", look.faulty_rows())
        .set("FILE_TOTAL", look.files.size())
        .set("FAULTY_FILES", look.faulty_files())
        .set("KEPT_UNTIL", time_words(context, look.check.expires_at))
        .set("V_PURPOSE", context.request.form["purpose"])
        .set("MOST_PURPOSE", domain::max_purpose_length);
    view.show_if("SOME_FAULTS", look.faulty_rows() + look.faulty_files() > 0);
    view.show_either(look.knows_columns(), "READY", "NOT_READY");
    for (const LookedTable& table : look.tables)
        add_table(view, context, table);
    add_files(view, context, look);
    errors.show(view);
    return show_page(context, "bulk_look", view, form_frame(Menu::verify, errors));
}

}  // namespace yinxin::http
