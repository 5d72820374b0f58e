// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/statistics.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/chart.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/statistics.hpp"
#include "yinxin/sheets/sheet_writer.hpp"

#include <array>

namespace yinxin::http {
namespace {

using service::Statistics;
using storage::CountLine;

constexpr Days usual_span{90};
/// Longer spans are drawn by month.
constexpr Days longest_by_day{124};

storage::CountQuestion read_question(const Context& context, const Fields& fields) {
    const CivilDay today = civil_day(context.site().services.clock.now());
    storage::CountQuestion question;
    if (const auto measure = domain::parse_key<domain::Measure>(fields["measure"])) {
        question.measure = *measure;
    }
    const auto until = parse_day(fields["until"]);
    question.until = until ? std::min(*until, today) : today;
    const auto from = parse_day(fields["from"]);
    question.from = from ? *from : question.until - usual_span + Days(1);
    question.item_id = fields["item"];
    question.issuer_id = fields["issuer"];
    question.province = fields["province"];
    return question;
}

std::string item_words(const Context& context, std::string_view id) {
    const auto* edition = context.site().services.reference->catalogue.newest_edition(id);
    return edition != nullptr ? pick(context, edition->name) : say(context, "handler.unknown_item");
}

std::string province_words(const Context& context, const std::string& province) {
    if (province.empty()) return say(context, "handler.no_province");
    return say(context, "province." + province);
}

std::string detail_words(const Context& context, domain::Measure measure, const std::string& key) {
    if (key.empty()) return say(context, "handler.no_detail");
    switch (measure) {
        case domain::Measure::verifications:
            return say(context, "door." + key);
        case domain::Measure::endorsements:
            return say(context, "scenario." + key);
        case domain::Measure::failed_endorsements:
        case domain::Measure::copies:
        case domain::Measure::certificates:
        case domain::Measure::changes:
            return key;
    }
    return key;
}

std::vector<Bar> bars_of(const Statistics& statistics) {
    std::vector<Bar> bars;
    const bool by_month =
        static_cast<std::int64_t>(statistics.days.size()) > longest_by_day.count();
    for (const CountLine& day : statistics.days) {
        const std::string label = by_month ? day.key.substr(0, 7) : day.key;
        if (!bars.empty() && bars.back().label == label) {
            bars.back().value += day.n;
        } else {
            bars.push_back({label, day.n});
        }
    }
    return bars;
}

/// "5" or "<5" where a small number might point at somebody.
std::string number_words(std::int64_t n) {
    return n < 0 ? "<" + std::to_string(service::smallest_province_count) : std::to_string(n);
}

void set_choices(View& view, const Context& context, const storage::CountQuestion& question) {
    for (const auto& row : domain::all_keyed<domain::Measure>()) {
        view.add("MEASURES")
            .set("VALUE", row.key)
            .set("LABEL", say(context, "measure." + std::string(row.key)))
            .show_if("SELECTED", row.value == question.measure);
    }
    for (const domain::Qualification& item : context.site().services.reference->catalogue.items()) {
        view.add("ITEMS")
            .set("VALUE", item.id)
            .set("LABEL", item_words(context, item.id))
            .show_if("SELECTED", item.id == question.item_id);
    }
    if (!actor_of(context).issuer_id.empty()) return;
    View& all = view.add("ALL_ISSUERS");
    for (const auto& [id, issuer] : context.site().services.reference->issuers) {
        all.add("ISSUERS")
            .set("VALUE", id)
            .set("LABEL", pick(context, issuer.name))
            .show_if("SELECTED", id == question.issuer_id);
    }
}

void set_table(View& view,
               std::string_view section,
               const std::vector<CountLine>& lines,
               const std::function<std::string(const std::string&)>& words) {
    for (const CountLine& line : lines) {
        view.add(section)
            .set("LINE_TEXT", words(line.key))
            .set("LINE_NUMBER", number_words(line.n));
    }
}

Result<Bytes> make_sheet(const Context& context, const Statistics& statistics, bool is_csv) {
    const auto writer = is_csv ? sheets::make_csv_writer()
                               : sheets::make_xlsx_writer(
                                     {"Yinxin", {16, 34, 12}, context.site().services.clock.now()});
    const auto add = [&writer](std::string kind, std::string what, std::string n) {
        const std::array<std::string, 3> row{std::move(kind), std::move(what), std::move(n)};
        writer->add_row(row);
    };
    add(say(context, "handler.count_by"),
        say(context, "handler.count_what"),
        say(context, "measure." + std::string(domain::key(statistics.question.measure))));
    for (const CountLine& line : statistics.days) {
        add(say(context, "handler.by_day"), line.key, std::to_string(line.n));
    }
    for (const CountLine& line : statistics.items) {
        add(say(context, "handler.by_item"), item_words(context, line.key), number_words(line.n));
    }
    for (const CountLine& line : statistics.provinces) {
        add(say(context, "handler.by_province"),
            province_words(context, line.key),
            number_words(line.n));
    }
    return writer->finish();
}

}  // namespace

Task<Result<Response>> show_statistics(Context& context) {
    YX_CO_TRY(const Statistics statistics,
              co_await service::read_statistics(context.site().services,
                                                actor_of(context),
                                                read_question(context, context.request.query)));
    const storage::CountQuestion& question = statistics.question;
    const std::string title = say(context, "measure." + std::string(domain::key(question.measure)));
    View view;
    set_choices(view, context, question);
    view.set("FROM", format_day(question.from))
        .set("UNTIL", format_day(question.until))
        .set("MEASURE", domain::key(question.measure))
        .set("ITEM", question.item_id)
        .set("CHOSEN_ISSUER", question.issuer_id)
        .set("NUMBER_TITLE", title)
        .set("NUMBER_TOTAL", statistics.total)
        .set_raw("CHART", draw_bars(bars_of(statistics), title));
    set_table(view, "DAY_LINES", statistics.days, [](const std::string& key) { return key; });
    set_table(view, "ITEM_LINES", statistics.items, [&](const std::string& key) {
        return item_words(context, key);
    });
    set_table(view, "PROVINCE_LINES", statistics.provinces, [&](const std::string& key) {
        return province_words(context, key);
    });
    set_table(view, "DETAIL_LINES", statistics.details, [&](const std::string& key) {
        return detail_words(context, question.measure, key);
    });
    co_return show_office_page(context, "office_statistics", view, Desk::statistics);
}

Task<Result<Response>> export_statistics(Context& context) {
    YX_CO_CHECK(only_fields(context, {"measure", "from", "until", "item", "issuer", "form"}));
    auto& services = context.site().services;
    YX_CO_TRY(const Statistics statistics,
              co_await service::read_statistics(
                  services, actor_of(context), read_question(context, context.request.form)));
    YX_CO_CHECK(co_await service::record_export(services, actor_of(context), statistics.question));
    const bool is_csv = context.request.form["form"] == "csv";
    YX_CO_TRY(const Bytes sheet, make_sheet(context, statistics, is_csv));
    const std::string name = "yinxin-" + std::string(domain::key(statistics.question.measure)) +
                             "-" + format_day(statistics.question.from) + "-" +
                             format_day(statistics.question.until);
    co_return file(std::make_shared<const std::string>(as_text(sheet)),
                   is_csv ? "text/csv; charset=utf-8"
                          : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                   name + (is_csv ? ".csv" : ".xlsx"))
        .forbid_storing();
}

}  // namespace yinxin::http
