// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/audit.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/audit_event.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/audit_reading.hpp"

#include <algorithm>
#include <limits>

namespace yinxin::http {
namespace {

constexpr Days usual_span{7};

/// Actors and objects are ids of ours ("staff:7", "batch:123"); nothing else is asked for.
std::string as_id(std::string_view typed) {
    std::string id;
    for (const char c : trim(typed)) {
        const bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':' ||
                          c == '_' || c == '-' || c == '.';
        if (fits) id += c;
    }
    return id;
}

storage::AuditQuestion read_question(const Context& context, const Fields& fields) {
    const CivilDay today = civil_day(context.site().services.clock.now());
    storage::AuditQuestion question;
    const auto until = parse_day(fields["until"]);
    // The day itself counts: before 00:00 of the next.
    question.before = start_of((until ? std::min(*until, today) : today) + Days(1));
    const auto from = parse_day(fields["from"]);
    question.from =
        from ? start_of(*from) : question.before - std::chrono::days(usual_span.count());
    question.kind = as_id(fields["kind"]);
    question.actor = as_id(fields["actor"]);
    question.object = as_id(fields["object"]);
    return question;
}

std::string who_words(const service::AuditPage& page, const std::string& who) {
    const auto named = page.staff_names.find(who);
    return named == page.staff_names.end() ? who : named->second + " (" + who + ")";
}

std::string query_of(const storage::AuditQuestion& question, const storage::AuditLine& last) {
    return "/office/audit?from=" + format_day(civil_day(question.from)) + "&kind=" + question.kind +
           "&actor=" + question.actor + "&object=" + question.object +
           "&at=" + std::to_string(epoch_of(last.at)) + "&id=" + last.id.str();
}

}  // namespace

Task<Result<Response>> show_audit(Context& context) {
    const Fields& query = context.request.query;
    storage::AuditQuestion question = read_question(context, query);
    const Instant until = question.before;
    if (const auto at = parse_integer(query["at"])) question.before = instant_of(*at);
    question.before_id = parse_integer(query["id"]).value_or(0);
    YX_CO_TRY(const service::AuditPage page,
              co_await service::read_audit(context.site().services, actor_of(context), question));
    View view;
    view.set("FROM", format_day(civil_day(question.from)))
        .set("UNTIL", format_day(civil_day(until - std::chrono::seconds(1))))
        .set("V_ACTOR", question.actor)
        .set("V_OBJECT", question.object)
        .set("V_KIND", question.kind);
    for (const auto& row : domain::all_keyed<domain::EventKind>()) {
        view.add("KINDS").set("VALUE", row.key).show_if("SELECTED", row.key == question.kind);
    }
    view.show_if("NO_EVENTS", page.lines.empty());
    for (const storage::AuditLine& line : page.lines) {
        View& row = view.add("EVENTS");
        row.set("EVENT_AT", time_words(context, line.at))
            .set("EVENT_KIND", line.kind)
            .set("EVENT_ACTOR", who_words(page, line.actor))
            .set("EVENT_OBJECT", who_words(page, line.object))
            .set("EVENT_FACTS", line.facts == "{}" ? std::string() : line.facts);
        if (line.seq > 0) row.add("NUMBERED").set("EVENT_SEQ", line.seq);
    }
    if (page.has_more) view.add("OLDER").set("OLDER_URL", query_of(question, page.lines.back()));
    co_return show_office_page(context, "office_audit", view, Desk::audit);
}

Task<Result<Response>> export_audit(Context& context) {
    YX_CO_CHECK(only_fields(context, {"from", "until", "kind", "actor", "object"}));
    const storage::AuditQuestion question = read_question(context, context.request.form);
    YX_CO_TRY(std::string lines,
              co_await service::export_audit(context.site().services, actor_of(context), question));
    const std::string name = "audit-" + format_day(civil_day(question.from)) + ".jsonl";
    co_return file(std::make_shared<const std::string>(std::move(lines)),
                   "application/jsonl; charset=utf-8",
                   name)
        .forbid_storing();
}

}  // namespace yinxin::http
