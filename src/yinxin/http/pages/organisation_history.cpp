// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/organisation_history.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/check_history.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/organisation_history.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <array>

namespace yinxin::http {
namespace {

using domain::OrganisationId;
using service::OrganisationCheck;
using storage::Door;

/// Doors somebody can come through for an organisation, in the order of the list.
constexpr std::array doors{
    Door::upload, Door::page, Door::code, Door::match, Door::query, Door::bulk, Door::api};

/// "1795399200.17" and back: where a list goes on.
std::string place_text(const storage::CheckPlace& place) {
    return std::to_string(epoch_of(place.at)) + "." + std::to_string(place.id);
}
std::optional<storage::CheckPlace> read_place(std::string_view text) {
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto at = parse_integer(text.substr(0, dot));
    const auto id = parse_integer(text.substr(dot + 1));
    if (!at || !id) return std::nullopt;
    return storage::CheckPlace{instant_of(*at), *id};
}

/// What cannot be read filters nothing: an address is not a form.
storage::CheckFilter filter_of(const Context& context) {
    const Fields& query = context.request.query;
    storage::CheckFilter filter;
    filter.made_by = parse_integer(query["made_by"]).value_or(0);
    if (const auto door = domain::parse_key<Door>(query["door"])) filter.door = *door;
    if (const auto day = parse_day(query["day"])) filter.day = *day;
    filter.before = read_place(query["before"]);
    return filter;
}

/// The filter as it stands in an address, without the place.
std::string query_of(const storage::CheckFilter& filter) {
    std::string query;
    const auto add = [&query](std::string_view name, const std::string& value) {
        query += (query.empty() ? "?" : "&") + std::string(name) + "=" + value;
    };
    if (filter.made_by != 0) add("made_by", std::to_string(filter.made_by));
    if (filter.door) add("door", std::string(domain::key(*filter.door)));
    if (filter.day) add("day", format_day(*filter.day));
    return query;
}

std::string with_place(std::string query, const storage::CheckPlace& place) {
    return query + (query.empty() ? "?" : "&") + "before=" + place_text(place);
}

bool is_delayed(const storage::CheckRow& check) {
    return check.visible_from > check.at;
}

std::string door_words(const Context& context, Door door) {
    return say(context, "door." + std::string(domain::key(door)));
}

std::string maker_words(const Context& context, const std::string& name) {
    return name.empty() ? say(context, "handler.maker_gone") : name;
}

void add_filter(View& view,
                const Context& context,
                const service::OrganisationHistory& history,
                const storage::CheckFilter& filter) {
    for (const service::HistoryMaker& maker : history.makers) {
        View& option = view.add("MAKERS");
        const char* key = maker.is_client ? "handler.maker_client" : "handler.maker_member";
        option.set("VALUE", maker.id)
            .set("LABEL", say(context, key, {{"name", maker_words(context, maker.name)}}));
        option.show_if("SELECTED", maker.id == filter.made_by);
    }
    for (const Door door : doors) {
        View& option = view.add("DOORS");
        option.set("VALUE", domain::key(door)).set("LABEL", door_words(context, door));
        option.show_if("SELECTED", filter.door == door);
    }
    view.set("V_DAY", filter.day ? format_day(*filter.day) : "")
        .set("TODAY", format_day(civil_day(context.site().services.clock.now())));
    view.show_if("FILTERED", !query_of(filter).empty());
}

void add_row(View& view, const Context& context, const OrganisationCheck& one) {
    View& row = view.add("CHECKS");
    set_check(row, context, one.check);
    row.set("MADE_BY", maker_words(context, one.made_by));
    if (!one.masked_name.empty()) {
        row.add("SHOWN")
            .set("QUALIFICATION", pick(context, one.qualification))
            .set("MASKED_NAME", one.masked_name);
    }
    if (is_delayed(one.check)) {
        row.add("LATER").set("SHOWN_DAY", day_words(context, civil_day(one.check.visible_from)));
    }
}

/// "2026-11-23 10:00:05": sorts as text in every spreadsheet.
std::string sheet_time(Instant at) {
    std::string text = format_civil(at).substr(0, 19);
    text[10] = ' ';
    return text;
}

std::vector<std::string> header_cells(const Context& context) {
    std::vector<std::string> cells;
    for (const char* name : {"at",
                             "made_by",
                             "door",
                             "outcome",
                             "purpose",
                             "copy",
                             "qualification",
                             "name",
                             "shown_from"}) {
        cells.push_back(say(context, std::string("handler.history_") + name));
    }
    return cells;
}

std::vector<std::string> cells_of(const Context& context, const OrganisationCheck& one) {
    return {sheet_time(one.check.at),
            maker_words(context, one.made_by),
            door_words(context, one.check.door),
            outcome_words(context, one.check),
            one.check.purpose,
            one.check.copy_no.value_or(""),
            one.masked_name.empty() ? "" : pick(context, one.qualification),
            one.masked_name,
            sheet_time(one.check.visible_from)};
}

Task<Result<Response>> download(Context& context,
                                std::unique_ptr<sheets::SheetWriter> writer,
                                std::string_view type,
                                std::string_view extension) {
    auto& services = context.site().services;
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    storage::CheckFilter filter = filter_of(context);
    filter.before.reset();
    YX_CO_TRY(const std::vector<OrganisationCheck> checks,
              co_await service::export_organisation_history(
                  services, context.visitor->facts.account, organisation, filter));
    writer->add_row(header_cells(context));
    for (const OrganisationCheck& one : checks) {
        writer->add_row(cells_of(context, one));
    }
    YX_CO_TRY(const Bytes bytes, writer->finish());
    const std::string name = say(context,
                                 "handler.history_file",
                                 {{"day", format_day(civil_day(services.clock.now()))}}) +
                             std::string(extension);
    const auto content = std::make_shared<const std::string>(as_text(bytes));
    co_return file(content, type, name).forbid_storing();
}

}  // namespace

Task<Result<Response>> show_organisation_history(Context& context) {
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    const storage::CheckFilter filter = filter_of(context);
    YX_CO_TRY(const service::OrganisationHistory history,
              co_await service::load_organisation_history(
                  context.site().services, context.visitor->facts.account, organisation, filter));
    const std::string address = organisation_url(organisation, "/history");
    const std::string query = query_of(filter);
    View view;
    set_organisation(view, context, history.own);
    add_filter(view, context, history, filter);
    for (const OrganisationCheck& one : history.checks) {
        add_row(view, context, one);
    }
    view.show_if("NO_CHECKS", history.checks.empty())
        .set("CSV_URL", address + ".csv" + query)
        .set("XLSX_URL", address + ".xlsx" + query)
        .set("MOST", service::most_exported_rows);
    if (filter.before) view.add("NEWEST").set("URL", address + query);
    if (history.next) view.add("OLDER").set("URL", address + with_place(query, *history.next));
    co_return show_page(context, "organisation_history", view, {.menu = Menu::account});
}

Task<Result<Response>> download_history_csv(Context& context) {
    co_return co_await download(context, sheets::make_csv_writer(), "text/csv", ".csv");
}

Task<Result<Response>> download_history_xlsx(Context& context) {
    sheets::XlsxLook look;
    look.widths = {20, 16, 18, 28, 40, 28, 24, 12, 20};
    look.made_at = context.site().services.clock.now();
    co_return co_await download(context,
                                sheets::make_xlsx_writer(look),
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                ".xlsx");
}

}  // namespace yinxin::http
