// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/watched_doors.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/chart.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/watched_doors.hpp"

#include <array>

namespace yinxin::http {
namespace {

using service::DoorReport;

constexpr std::array<std::int64_t, 3> spans{24, 48, 168};  ///< hours

std::string door_words(const Context& context, domain::WatchedDoor door) {
    return say(context, "watched_door." + std::string(domain::key(door)));
}

/// "09:00" of today, with the day before it on others: Beijing time.
std::string hour_words(const Context& context, std::int64_t hour) {
    return time_words(context, Instant(std::chrono::hours(hour)));
}

std::int64_t chosen_span(const Context& context) {
    const auto typed = parse_integer(context.request.query["hours"]);
    const bool is_offered = typed && std::ranges::find(spans, *typed) != spans.end();
    return is_offered ? *typed : spans.front();
}

void set_choices(View& view, const Context& context, const DoorReport& report, std::int64_t span) {
    for (const auto& [door, key] : domain::all_keyed<domain::WatchedDoor>()) {
        view.add("DOOR_CHOICES")
            .set("VALUE", key)
            .set("LABEL", door_words(context, door))
            .show_if("SELECTED", key == report.door);
    }
    for (const std::int64_t hours : spans) {
        view.add("SPANS")
            .set("VALUE", hours)
            .set("LABEL", say(context, "handler.door_span", {{"days", std::to_string(hours / 24)}}))
            .show_if("SELECTED", hours == span);
    }
}

void set_doors(View& view, const Context& context, const DoorReport& report) {
    for (const DoorReport::Door& door : report.doors) {
        View& row = view.add("DOORS");
        row.set("DOOR_TEXT", door_words(context, door.sum.door))
            .set("TRIES", door.sum.tries)
            .set("MISSES", door.sum.misses)
            .set("REFUSALS", door.sum.refusals)
            .set("ASKED", door.sum.asked)
            .set("MET", door.sum.met)
            .set("ALARMS", door.sum.alarms);
        row.show_if("QUIET", door.level == 0);
        if (door.level > 0) row.add("PRESSED").set("LEVEL", door.level);
    }
}

void set_hours(View& view, const Context& context, const DoorReport& report) {
    for (const storage::DoorHour& hour : report.hours) {
        if (hour.tries == 0 && hour.asked == 0 && hour.met == 0 && hour.alarms == 0) continue;
        view.add("HOURS")
            .set("HOUR_TEXT", hour_words(context, hour.hour))
            .set("TRIES", hour.tries)
            .set("MISSES", hour.misses)
            .set("REFUSALS", hour.refusals)
            .set("ASKED", hour.asked)
            .set("MET", hour.met)
            .set("ALARMS", hour.alarms);
    }
}

std::vector<Bar> bars_of(const Context& context, const DoorReport& report) {
    std::vector<Bar> bars;
    for (const storage::DoorHour& hour : report.hours) {
        bars.push_back({hour_words(context, hour.hour), hour.misses + hour.refusals});
    }
    return bars;
}

void set_subjects(View& view,
                  const Context& context,
                  std::string_view section,
                  const std::vector<storage::DoorSubject>& subjects) {
    for (const storage::DoorSubject& subject : subjects) {
        view.add(section)
            .set("SUBJECT", subject.subject)
            .set("DOOR_TEXT", door_words(context, subject.door))
            .set("HITS", subject.hits);
    }
}

}  // namespace

Task<Result<Response>> show_watched_doors(Context& context) {
    const std::int64_t span = chosen_span(context);
    YX_CO_TRY(const DoorReport report,
              co_await service::read_door_report(context.site().services,
                                                 actor_of(context),
                                                 std::string(context.request.query["door"]),
                                                 std::chrono::hours(span)));
    View view;
    set_choices(view, context, report, span);
    set_doors(view, context, report);
    set_hours(view, context, report);
    set_subjects(view, context, "ADDRESSES", report.addresses);
    set_subjects(view, context, "TARGETS", report.targets);
    view.show_if("NO_ADDRESSES", report.addresses.empty())
        .show_if("NO_TARGETS", report.targets.empty())
        .set_raw("CHART", draw_bars(bars_of(context, report), say(context, "handler.door_chart")));
    co_return show_office_page(context, "office_watched_doors", view, Desk::doors);
}

}  // namespace yinxin::http
