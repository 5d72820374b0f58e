// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/messages.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/messages.hpp"

#include <algorithm>
#include <array>

namespace yinxin::http {
namespace {

constexpr std::array<std::string_view, 4> states{"queued", "sent", "delivered", "failed"};

CivilDay day_of(const Context& context) {
    const CivilDay today = civil_day(context.site().services.clock.now());
    const auto typed = parse_day(context.request.query["day"]);
    return typed ? std::min(*typed, today) : today;
}

std::string state_words(const Context& context, const std::string& state) {
    return say(context, "message_state." + state);
}

std::string name_words(const Context& context, const std::string& name) {
    const std::string key = "message_name." + name;
    return context.site().messages.find(context.language, key) ? say(context, key) : name;
}

std::string gateway_words(const Context& context, const std::string& gateway) {
    return gateway.empty() ? say(context, "handler.no_gateway") : gateway;
}

void add_line(View& view, const Context& context, const storage::MessageLine& line) {
    View& row = view.add("MESSAGES");
    row.set("MESSAGE_ID", line.id.value)
        .set("CREATED_AT", time_words(context, line.created_at))
        .set("MESSAGE_NAME", name_words(context, line.name))
        .set("MASKED_MOBILE", line.masked_recipient)
        .set("MESSAGE_GATEWAY", gateway_words(context, line.gateway))
        .set("MESSAGE_STATE", state_words(context, line.state))
        .set("REASON", line.reason)
        .set("ATTEMPTS", line.attempts);
    if (line.ended_at) row.add("ENDED").set("ENDED_AT", time_words(context, *line.ended_at));
    if (line.delivered_at) {
        row.add("ARRIVED").set("DELIVERED_AT", time_words(context, *line.delivered_at));
    }
}

}  // namespace

Task<Result<Response>> show_message_log(Context& context) {
    const Fields& query = context.request.query;
    const CivilDay day = day_of(context);
    storage::MessageQuestion question{start_of(day), start_of(day + Days(1)), {}, {}};
    const auto* state = std::ranges::find(states, query["state"]);
    if (state != states.end()) question.state = *state;
    const auto at = parse_integer(query["at"]);
    if (at && instant_of(*at) < question.before) question.before = instant_of(*at);
    question.before_id = MessageId{parse_integer(query["id"]).value_or(0)};
    YX_CO_TRY(
        const service::MessageLog log,
        co_await service::read_message_log(context.site().services, actor_of(context), question));
    View view;
    view.set("DAY", format_day(day));
    for (const std::string_view one : states) {
        view.add("STATES")
            .set("VALUE", one)
            .set("LABEL", state_words(context, std::string(one)))
            .show_if("SELECTED", one == question.state);
    }
    view.show_if("NO_COUNTS", log.counts.empty());
    for (const storage::MessageCount& count : log.counts) {
        view.add("COUNTS")
            .set("COUNT_GATEWAY", gateway_words(context, count.gateway))
            .set("COUNT_STATE", state_words(context, count.state))
            .set("COUNT", count.messages);
    }
    view.show_if("NO_MESSAGES", log.lines.empty());
    for (const storage::MessageLine& line : log.lines)
        add_line(view, context, line);
    if (log.has_more) {
        const storage::MessageLine& last = log.lines.back();
        view.add("OLDER").set(
            "OLDER_URL",
            "/office/messages?day=" + format_day(day) + "&state=" + question.state +
                "&at=" + std::to_string(epoch_of(last.created_at)) + "&id=" + last.id.str());
    }
    co_return show_office_page(context, "office_messages", view, Desk::service);
}

}  // namespace yinxin::http
