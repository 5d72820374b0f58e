// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/import_columns.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/import_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/sheets/sheet_reader.hpp"

namespace yinxin::http {
namespace {

using domain::FieldSource;
using domain::ImportId;
using domain::ResultField;
using service::MappingView;

/// Values of the selects beside a column's number.
constexpr std::string_view no_column = "";
constexpr std::string_view fixed_value = "fixed";

/// The errors of the form; those of the fields' rows are shown in the rows.
struct ColumnErrors {
    FormErrors form;
    std::map<std::string, std::string> beside;

    void add(const std::string& field, std::string text) {
        beside[field] = text;
        form.add(field, std::move(text));
    }
};

std::string joined(const std::vector<std::string>& samples) {
    std::string text;
    for (const std::string& sample : samples) {
        if (!text.empty()) text += " / ";
        text += sample;
    }
    return text;
}

/// "E ID number": the spreadsheet program's letter, so that the column is found there.
std::string column_words(const service::ImportHead& head, std::size_t column) {
    return sheets::column_letters(column) + " " + head.headers[column];
}

void set_columns(View& row,
                 const service::ImportHead& head,
                 const std::optional<std::size_t>& chosen) {
    for (std::size_t i = 0; i < head.headers.size(); ++i) {
        row.add("COLUMNS")
            .set("COLUMN", i)
            .set("COLUMN_TEXT", column_words(head, i))
            .set("SAMPLES", joined(head.samples[i]))
            .show_if("CHOSEN", chosen == i);
    }
}

void set_field(View& view,
               const Context& context,
               const MappingView& shown,
               ResultField field,
               const ColumnErrors& errors) {
    const std::string key(domain::key(field));
    View& row = view.add("FIELDS");
    if (const auto error = errors.beside.find("field_" + key); error != errors.beside.end()) {
        row.add("WRONG").set("TEXT", error->second);
    }
    row.set("FIELD_KEY", key)
        .set("FIELD_TEXT", field_words(context, field))
        .set("FIELD_HINT", say(context, "result_hint." + key))
        .show_if("REQUIRED", domain::is_required(field));
    std::optional<std::size_t> column;
    std::string fixed;
    if (const auto source = shown.plan.sources.find(field); source != shown.plan.sources.end()) {
        if (const auto* number = std::get_if<std::size_t>(&source->second)) column = *number;
        if (const auto* text = std::get_if<std::string>(&source->second)) fixed = *text;
    }
    set_columns(row, shown.head, column);
    row.set("SAMPLE", column ? joined(shown.head.samples[*column]) : std::string());
    if (domain::may_be_fixed(field)) {
        row.add("MAY_BE_FIXED").set("V_FIXED", fixed).show_if("IS_FIXED", !fixed.empty());
    }
}

void set_qualifications(View& view, const Context& context, const MappingView& shown) {
    const auto& reference = *context.site().services.reference;
    for (const domain::Qualification* item :
         service::qualifications_of(reference, shown.record.issuer_id)) {
        view.add("QUALIFICATIONS")
            .set("QUALIFICATION", item->id)
            .set("QUALIFICATION_TEXT", pick(context, item->editions.back().name))
            .show_if("CHOSEN", item->id == shown.plan.qualification_id);
    }
}

Response show(Context& context, const MappingView& shown, const ColumnErrors& errors) {
    View view;
    view.set("IMPORT_URL", import_url(shown.record.id))
        .set("VERSION", shown.record.version)
        .set("ROWS_TOTAL", shown.record.rows_total)
        .set("HEADER_ROW", shown.head.header_row)
        .set("V_EXAM_YEAR",
             shown.plan.exam_year != 0 ? std::to_string(shown.plan.exam_year) : std::string());
    if (!shown.head.sheet.empty()) view.add("ONE_SHEET").set("SHEET", shown.head.sheet);
    view.show_if("CHANGES", !shown.is_guess);
    set_qualifications(view, context, shown);
    for (const auto& [field, name] : domain::all_keyed<ResultField>()) {
        set_field(view, context, shown, field, errors);
    }
    errors.form.show(view);
    return show_office_page(
        context, "office_import_columns", view, Desk::imports, office_frame(errors.form));
}

/// What the form says; a fault of a field is beside it.
domain::ImportPlan read_plan(const Context& context, ColumnErrors& errors) {
    const Fields& form = context.request.form;
    domain::ImportPlan plan;
    plan.qualification_id = std::string(form["qualification_id"]);
    plan.exam_year = static_cast<int>(parse_integer(trim(form["exam_year"])).value_or(0));
    for (const auto& [field, name] : domain::all_keyed<ResultField>()) {
        const std::string key(name);
        const std::string_view column = form["field_" + key];
        const std::string fixed(trim(form["fixed_" + key]));
        const bool is_fixed = column == fixed_value || (column == no_column && !fixed.empty());
        if (is_fixed && fixed.empty()) {
            errors.add("field_" + key, say(context, "handler.fixed_missing"));
        } else if (is_fixed) {
            plan.sources[field] = fixed;
        } else if (const auto number = parse_integer(column); number && *number >= 0) {
            plan.sources[field] = static_cast<std::size_t>(*number);
        }
    }
    return plan;
}

/// "field_name", "qualification_id": where an error of the plan is shown.
std::string place_of(const std::string& field) {
    const bool is_field = static_cast<bool>(domain::parse_key<ResultField>(field));
    return is_field ? "field_" + field : field;
}

Result<void> check_fields(const Context& context) {
    for (const auto& [name, value] : context.request.form) {
        const std::string_view field(name);
        const bool is_known = field == "csrf" || field == "version" ||
                              field == "qualification_id" || field == "exam_year" ||
                              field.starts_with("field_") || field.starts_with("fixed_");
        if (!is_known) return Error(ErrorCode::invalid_input, "a field the form does not have");
    }
    return ok();
}

}  // namespace

Task<Result<Response>> show_import_columns(Context& context) {
    YX_CO_TRY(const ImportId id, import_of(context));
    const Result<MappingView> shown =
        co_await service::load_mapping(context.site().services, actor_of(context), id);
    if (shown) co_return show(context, *shown, {});
    if (!is_outdated(shown.error())) co_return Error(shown.error());
    co_return redirect_see_other(import_url(id));
}

Task<Result<Response>> set_import_columns(Context& context) {
    YX_CO_CHECK(check_fields(context));
    YX_CO_TRY(const ImportId id, import_of(context));
    YX_CO_TRY(const std::int64_t version, version_in(context));
    ColumnErrors errors;
    domain::ImportPlan plan = read_plan(context, errors);
    if (!errors.form.any()) {
        const auto set = co_await service::set_mapping(
            context.site().services, actor_of(context), id, version, plan);
        if (set) co_return redirect_see_other(import_url(id) + "?wait=yes");
        const auto field = set.error().params().find("field");
        if (field != set.error().params().end()) {
            errors.add(place_of(field->second),
                       say(context, "mapping_error." + set.error().params().at("reason")));
        } else if (is_outdated(set.error())) {
            errors.form.add(context, "form", set.error());
        } else {
            co_return Error(set.error());
        }
    }
    Result<MappingView> shown =
        co_await service::load_mapping(context.site().services, actor_of(context), id);
    if (!shown && is_outdated(shown.error())) co_return redirect_see_other(import_url(id));
    if (!shown) co_return std::move(shown).error();
    // What was chosen stays, whatever is wrong with it.
    shown->plan.qualification_id = plan.qualification_id;
    shown->plan.exam_year = plan.exam_year;
    shown->plan.sources = std::move(plan.sources);
    std::erase_if(shown->plan.sources, [&](const auto& one) {
        const auto* column = std::get_if<std::size_t>(&one.second);
        return column != nullptr && *column >= shown->head.headers.size();
    });
    co_return show(context, *shown, errors);
}

}  // namespace yinxin::http
