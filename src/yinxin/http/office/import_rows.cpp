// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/import_rows.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/import_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/import_repair.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::http {
namespace {

using domain::ImportId;
using domain::ImportRowState;
using domain::ResultField;
using service::RowsView;
using service::RowView;

/// What was typed into a row that somebody else changed meanwhile.
using Typed = std::map<ResultField, std::string>;

/// Always open: whose row it is.
bool is_of_identity(ResultField field) {
    return field == ResultField::name || field == ResultField::id_number ||
           field == ResultField::management_no;
}

std::vector<const domain::ResultProblem*> problems_of(const RowView& row, ResultField field) {
    std::vector<const domain::ResultProblem*> problems;
    for (const domain::ResultProblem& problem : row.problems) {
        if (problem.field == field) problems.push_back(&problem);
    }
    return problems;
}

void set_field(
    View& view, const Context& context, const RowView& row, ResultField field, const Typed& typed) {
    const auto problems = problems_of(row, field);
    const bool is_open = !problems.empty() || is_of_identity(field);
    View& input = view.add(is_open ? "FIELDS" : "OTHER_FIELDS");
    std::string value;
    if (const auto own = row.values.find(field); own != row.values.end()) value = own->second;
    if (const auto kept = typed.find(field); kept != typed.end()) value = kept->second;
    input.set("FIELD_KEY", std::string(domain::key(field)))
        .set("FIELD_TEXT", field_words(context, field))
        .set("V_VALUE", value)
        .show_if("REQUIRED", domain::is_required(field));
    if (problems.empty()) return;
    input.show("WRONG");
    for (const domain::ResultProblem* problem : problems) {
        input.add("PROBLEMS").set("PROBLEM_TEXT", problem_words(context, *problem));
    }
    if (field != ResultField::name || row.candidates.empty()) return;
    View& offer = input.add("OFFER");
    for (const std::string& candidate : row.candidates) {
        offer.add("CANDIDATES").set("CANDIDATE", candidate);
    }
}

void set_row(View& view,
             const Context& context,
             const RowsView& shown,
             const RowView& row,
             const Typed& typed) {
    view.set("ROW_URL", import_url(shown.record.id, "rows/" + std::to_string(row.row_no)))
        .set("ROW_NO", row.row_no)
        .set("ROW_VERSION", row.version);
    const auto name = row.values.find(ResultField::name);
    view.set("ROW_NAME", name == row.values.end() ? std::string() : name->second);
    view.show_either(row.state == ImportRowState::left_out, "LEFT_OUT", "IN");
    for (const ResultField field : shown.fields) {
        set_field(view, context, row, field, typed);
    }
}

/// The list a row was opened from; comes back with every form so that one lands there again.
struct Place {
    std::string problem;
    std::int64_t after = 0;
};
Place place_in(const Fields& fields) {
    const auto after = parse_integer(fields["after"]);
    const std::string_view problem = fields["problem"];
    const bool is_known = static_cast<bool>(domain::parse_key<domain::ProblemKind>(problem));
    return {is_known ? std::string(problem) : std::string(),
            std::max<std::int64_t>(after.value_or(0), 0)};
}
std::string query_of(const Place& place) {
    std::string query;
    if (!place.problem.empty()) query += "&problem=" + place.problem;
    if (place.after > 0) query += "&after=" + std::to_string(place.after);
    return query.empty() ? query : "?" + query.substr(1);
}
void set_place(View& view, const Place& place) {
    view.set("V_PROBLEM", place.problem).set("V_AFTER", place.after);
}

void set_frame(View& view, Context& context, const RowsView& shown, const Place& place) {
    const domain::ImportId id = shown.record.id;
    view.set("IMPORT_URL", import_url(id))
        .set("FAULTY", shown.record.counts.faulty)
        .set("VERSION", shown.record.version);
    if (!place.problem.empty()) {
        view.add("FILTERED")
            .set("PROBLEM_TEXT", say(context, "problem_title." + place.problem))
            .set("ALL_URL", import_url(id, "rows"));
    }
}

Response show_list(Context& context, const RowsView& shown, const Place& place) {
    View view;
    set_frame(view, context, shown, place);
    view.show_if("NO_ROWS", shown.rows.empty());
    for (const RowView& row : shown.rows) {
        View& one = view.add("ROWS");
        set_place(one, place);
        set_row(one, context, shown, row, {});
    }
    if (place.after > 0) {
        view.add("FIRST").set("FIRST_URL",
                              import_url(shown.record.id, "rows") + query_of({place.problem, 0}));
    }
    if (shown.has_more) {
        const Place next{place.problem, shown.rows.back().row_no};
        view.add("NEXT").set("NEXT_URL", import_url(shown.record.id, "rows") + query_of(next));
    }
    return show_office_page(context, "office_import_rows", view, Desk::imports);
}

Response show_one(Context& context,
                  const RowsView& shown,
                  const Place& place,
                  const FormErrors& errors,
                  const Typed& typed) {
    View view;
    set_frame(view, context, shown, place);
    set_place(view, place);
    set_row(view, context, shown, shown.rows.front(), typed);
    errors.show(view);
    return show_office_page(
        context, "office_import_row", view, Desk::imports, office_frame(errors));
}

Task<Result<RowsView>> load_row(Context& context) {
    YX_CO_TRY(const ImportId id, import_of(context));
    YX_CO_TRY(const std::int64_t row, context.number("row"));
    co_return co_await service::find_row(context.site().services, actor_of(context), id, row);
}

/// The values the form brings; a chosen candidate is the name.
Result<service::RowRepair> read_repair(const Context& context) {
    service::RowRepair repair;
    YX_TRY(repair.row_no, context.number("row"));
    for (const auto& [name, value] : context.request.form) {
        if (name == "csrf" || name == "version" || name == "act" || name == "problem" ||
            name == "after" || name == "candidate") {
            continue;
        }
        const auto field = domain::parse_key<ResultField>(name);
        if (!field) return Error(ErrorCode::invalid_input, "a field the form does not have");
        repair.values[*field] = value;
    }
    const std::string_view candidate = context.request.form["candidate"];
    if (!candidate.empty()) repair.values[ResultField::name] = std::string(candidate);
    YX_TRY(repair.version, version_in(context));
    return repair;
}

Task<Result<ImportRowState>> change(Context& context, const service::RowRepair& repair) {
    YX_CO_TRY(const ImportId id, import_of(context));
    service::Services& services = context.site().services;
    const domain::StaffActor& actor = actor_of(context);
    const std::string_view act = context.request.form["act"];
    if (act == "leave_out") {
        co_return co_await service::leave_out_row(
            services, actor, id, repair.row_no, repair.version);
    }
    if (act == "take_back") {
        co_return co_await service::take_back_row(
            services, actor, id, repair.row_no, repair.version);
    }
    co_return co_await service::repair_row(services, actor, id, repair);
}

std::string_view flash_of(ImportRowState state) {
    switch (state) {
        case ImportRowState::good:
            return "row_good";
        case ImportRowState::faulty:
            return "row_still_faulty";
        case ImportRowState::left_out:
            return "row_left_out";
    }
    return "row_good";
}

std::optional<storage::ImportRowFilter> filter_in(std::string_view word) {
    if (word == "faulty") return storage::ImportRowFilter::faulty;
    if (word == "left_out") return storage::ImportRowFilter::left_out;
    if (word == "without_photo") return storage::ImportRowFilter::without_photo;
    return std::nullopt;
}

}  // namespace

Task<Result<Response>> show_import_rows(Context& context) {
    YX_CO_TRY(const ImportId id, import_of(context));
    const Place place = place_in(context.request.query);
    const Result<RowsView> shown = co_await service::list_faulty_rows(
        context.site().services, actor_of(context), id, place.problem, place.after);
    if (!shown && is_outdated(shown.error())) co_return redirect_see_other(import_url(id));
    if (!shown) co_return Error(shown.error());
    co_return show_list(context, *shown, place);
}

Task<Result<Response>> show_import_row(Context& context) {
    YX_CO_TRY(const RowsView shown, co_await load_row(context));
    co_return show_one(context, shown, place_in(context.request.query), {}, {});
}

Task<Result<Response>> change_import_row(Context& context) {
    YX_CO_TRY(const ImportId id, import_of(context));
    YX_CO_TRY(const service::RowRepair repair, read_repair(context));
    const Place place = place_in(context.request.form);
    const Result<ImportRowState> changed = co_await change(context, repair);
    if (changed) {
        const std::string anchor =
            *changed == ImportRowState::faulty ? "#row-" + std::to_string(repair.row_no) : "";
        co_return to_office(
            context, import_url(id, "rows") + query_of(place) + anchor, flash_of(*changed));
    }
    if (changed.error().code() != ErrorCode::text_edited_meanwhile) {
        if (is_outdated(changed.error())) co_return redirect_see_other(import_url(id));
        co_return Error(changed.error());
    }
    YX_CO_TRY(const RowsView shown, co_await load_row(context));
    FormErrors errors;
    errors.add(context, "form", changed.error());
    co_return show_one(context, shown, place, errors, repair.values);
}

Task<Result<Response>> leave_out_import_rows(Context& context) {
    YX_CO_CHECK(only_fields(context, {"version", "which"}));
    YX_CO_TRY(const ImportId id, import_of(context));
    YX_CO_TRY(const std::int64_t version, version_in(context));
    const bool is_about_photos = context.request.form["which"] == "without_photo";
    const auto left_out = co_await service::leave_out_rows(
        context.site().services,
        actor_of(context),
        id,
        version,
        is_about_photos ? service::LeftOut::without_photo : service::LeftOut::faulty);
    if (left_out) co_return to_office(context, import_url(id), "rows_left_out");
    if (!is_outdated(left_out.error())) co_return Error(left_out.error());
    co_return to_office(context, import_url(id), "import_changed");
}

Task<Result<Response>> take_back_import_rows(Context& context) {
    YX_CO_CHECK(only_fields(context, {"version"}));
    YX_CO_TRY(const ImportId id, import_of(context));
    YX_CO_TRY(const std::int64_t version, version_in(context));
    const auto taken =
        co_await service::take_back_rows(context.site().services, actor_of(context), id, version);
    if (taken) co_return redirect_see_other(import_url(id) + "?wait=yes");
    if (!is_outdated(taken.error())) co_return Error(taken.error());
    co_return to_office(context, import_url(id), "import_changed");
}

Task<Result<Response>> download_import_rows(Context& context) {
    YX_CO_TRY(const ImportId id, import_of(context));
    const auto filter = filter_in(context.request.query["rows"]);
    if (!filter) co_return Error(ErrorCode::not_found, "rows");
    YX_CO_TRY(Bytes bytes,
              co_await service::download_rows(
                  context.site().services, actor_of(context), id, *filter, sheet_words(context)));
    co_return xlsx_file(std::move(bytes), say(context, "handler.rows_name"));
}

}  // namespace yinxin::http
