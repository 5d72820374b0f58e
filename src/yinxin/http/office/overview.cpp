// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/overview.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/chart.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/alarms.hpp"
#include "yinxin/service/office_overview.hpp"
#include "yinxin/service/statistics.hpp"

#include <array>

namespace yinxin::http {
namespace {

using domain::OfficeAct;

constexpr Days days_drawn{30};
constexpr double narrow = 420;

/// How a thing that waits looks, and where it leads.
struct Look {
    service::Waiting what;
    const char* key;
    const char* icon;
    const char* url;
};
constexpr std::array looks{
    Look{service::Waiting::stopped_batches,
         "stopped_batches",
         "stopped",
         "/office/batches?state=stopped"},
    Look{service::Waiting::troubled_batches,
         "troubled_batches",
         "failed",
         "/office/batches?state=issuing"},
    Look{service::Waiting::proposals, "proposals", "checking", "/office/proposals"},
    Look{service::Waiting::escalated_stops, "escalated_stops", "failed", "/office/proposals"},
    Look{service::Waiting::imports, "imports", "open", "/office/imports"},
    Look{service::Waiting::overdue_doubts,
         "overdue_doubts",
         "overdue",
         "/office/doubts?show=overdue"},
    Look{service::Waiting::doubts, "doubts", "open", "/office/doubts"},
    Look{service::Waiting::identities, "identities", "open", "/office/identity"},
    Look{service::Waiting::corrections, "corrections", "making", "/office/doubts?show=accepted"},
};

/// The page that has more about it; "" where there is none.
std::string url_of(const storage::AlarmRow& alarm) {
    struct Place {
        std::string_view object;
        std::string_view path;
    };
    constexpr std::array places{Place{"proposal:", "/office/proposals/"},
                                Place{"batch:", "/office/batches/"},
                                Place{"seal:", "/office/seals/"}};
    for (const Place& place : places) {
        if (!alarm.object.starts_with(place.object)) continue;
        return std::string(place.path) + alarm.object.substr(place.object.size());
    }
    if (alarm.object.starts_with("door:")) return "/office/doors";
    if (alarm.object.starts_with("job:") || alarm.object.starts_with("queue:")) {
        return "/office/service";
    }
    return {};
}

void set_alarms(View& view, const Context& context, const std::vector<storage::AlarmRow>& alarms) {
    if (alarms.empty()) return;
    View& section = view.add("ALARMS");
    for (const storage::AlarmRow& alarm : alarms) {
        View& row = section.add("ALARM");
        const std::string key(domain::key(alarm.kind));
        row.set("ALARM_TEXT", say(context, "alarm." + key))
            .set("ALARM_NEXT", say(context, "alarm_next." + key))
            .set("ALARM_OBJECT", alarm.object)
            .set("ALARM_DETAIL", alarm.detail)
            .set("ALARM_AT", time_words(context, alarm.last_at))
            .set("ALARM_ID", alarm.id.value);
        if (alarm.times > 1) row.add("ALARM_AGAIN").set("ALARM_TIMES", alarm.times);
        if (const std::string url = url_of(alarm); !url.empty()) {
            row.add("ALARM_LINK").set("ALARM_URL", url);
        }
    }
}

Task<Result<void>> set_numbers(View& view, Context& context) {
    const CivilDay today = civil_day(context.site().services.clock.now());
    for (const domain::Measure measure :
         {domain::Measure::endorsements, domain::Measure::verifications}) {
        storage::CountQuestion question;
        question.measure = measure;
        question.from = today - days_drawn + Days(1);
        question.until = today;
        YX_CO_TRY(const service::Statistics statistics,
                  co_await service::read_statistics(
                      context.site().services, actor_of(context), question));
        std::vector<Bar> bars;
        for (const storage::CountLine& day : statistics.days) {
            bars.push_back({day.key, day.n});
        }
        const std::string key(domain::key(measure));
        const std::string title = say(context, "measure." + key);
        view.add("NUMBERS")
            .set("NUMBER_TITLE", title)
            .set("NUMBER_TOTAL", statistics.total)
            .set_raw("CHART", draw_bars(bars, title, narrow))
            .set("NUMBER_URL", "/office/statistics?measure=" + key);
    }
    co_return ok();
}

Task<Result<Response>> show(Context& context, const FormErrors& errors) {
    auto& services = context.site().services;
    const domain::StaffActor& actor = actor_of(context);
    YX_CO_TRY(const auto counts, co_await service::count_waiting(services, actor));
    View view;
    bool waits = false;
    for (const Look& look : looks) {
        const auto found = counts.find(look.what);
        if (found == counts.end() || found->second == 0) continue;
        waits = true;
        view.add("WAITING")
            .set("WAITING_URL", look.url)
            .set("WAITING_ICON", look.icon)
            .set("WAITING_COUNT", found->second)
            .set("WAITING_TEXT", say(context, "office_waiting." + std::string(look.key)));
    }
    view.show_if("NOTHING_WAITS", !waits);
    if (actor.may(OfficeAct::see_alarms)) {
        YX_CO_TRY(const auto alarms, co_await service::list_alarms(services, actor));
        set_alarms(view, context, alarms);
    }
    if (actor.may(OfficeAct::read_statistics)) YX_CO_CHECK(co_await set_numbers(view, context));
    errors.show(view);
    co_return show_office_page(
        context, "office_overview", view, Desk::overview, office_frame(errors));
}

}  // namespace

Task<Result<Response>> show_overview(Context& context) {
    co_return co_await show(context, {});
}

Task<Result<Response>> end_alarm(Context& context) {
    YX_CO_CHECK(only_fields(context, {"note"}));
    YX_CO_TRY(const std::int64_t id, context.number("alarm"));
    const Result<void> ended =
        co_await service::end_alarm(context.site().services,
                                    actor_of(context),
                                    domain::AlarmId{id},
                                    std::string(context.request.form["note"]));
    if (ended) co_return to_office(context, "/office", "alarm_ended");
    if (ended.error().code() != ErrorCode::office_reason_missing) co_return Error(ended.error());
    FormErrors errors;
    errors.add(context, "form", ended.error());
    co_return co_await show(context, errors);
}

}  // namespace yinxin::http
