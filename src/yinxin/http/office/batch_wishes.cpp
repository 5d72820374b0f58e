// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/batch_wishes.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/batch_words.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/proposal_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/batch_decisions.hpp"

#include <fmt/format.h>

namespace yinxin::http {
namespace {

using domain::ProposalKind;
using service::BatchDetails;

/// What distinguishes the forms.
struct Look {
    ProposalKind kind;
    const char* section;  ///< of the template
    const char* title;    ///< message key
};
constexpr Look release_look{ProposalKind::release_batch, "TO_RELEASE", "handler.batch_to_release"};
constexpr Look recall_look{ProposalKind::recall_batch, "TO_RECALL", "handler.batch_to_recall"};
constexpr Look restore_look{ProposalKind::restore_batch, "TO_RESTORE", "handler.batch_to_restore"};
constexpr Look stop_look{ProposalKind::confirm_stop, "TO_STOP", "handler.batch_to_stop"};

bool may(const Look& look, const storage::BatchRow& batch) {
    switch (look.kind) {
        case ProposalKind::release_batch:
            return domain::may_reschedule(batch.state);
        case ProposalKind::recall_batch:
            return domain::may_recall(storage::standing_of(batch));
        case ProposalKind::restore_batch:
            return domain::may_restore(batch.state);
        default:
            return domain::may_stop(batch.state);
    }
}

/// Beijing time as two fields of a form: "2026-12-01" and "09:00".
struct TypedTime {
    std::string day;
    std::string time;
};

TypedTime typed_of(Instant at) {
    const CivilDay day = civil_day(at);
    const auto minutes = (at - start_of(day)).count() / 60;
    return {format_day(day), fmt::format("{:02}:{:02}", minutes / 60, minutes % 60)};
}

/// @error office.time_invalid
Result<Instant> parse_typed(std::string_view day, std::string_view time) {
    const Error wrong(ErrorCode::office_time_invalid, "typed time");
    const auto parsed = parse_day(trim(day));
    const std::string_view clock = trim(time);
    if (!parsed || clock.size() != 5 || clock[2] != ':') return wrong;
    const auto hours = parse_integer(clock.substr(0, 2));
    const auto minutes = parse_integer(clock.substr(3, 2));
    const bool is_time =
        hours && minutes && *hours >= 0 && *hours < 24 && *minutes >= 0 && *minutes < 60;
    if (!is_time) return wrong;
    return start_of(*parsed) + std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
}

/// What the form holds: as typed after a refusal, else what is so now.
void set_values(View& view, const Context& context, const storage::BatchRow& batch) {
    const auto& form = context.request.form;
    const bool is_new = context.request.method != Method::post;
    TypedTime time{std::string(form["release_day"]), std::string(form["release_time"])};
    std::string when(form["when"]);
    if (is_new) {
        when = batch.release_at ? "time" : "at_once";
        time = typed_of(batch.release_at.value_or(
            start_of(civil_day(context.site().services.clock.now()) + Days(1)) +
            std::chrono::hours(9)));
    }
    view.set("V_REASON", form["reason"])
        .set("V_DECISION_NO", form["decision_no"])
        .set("V_RELEASE_DAY", time.day)
        .set("V_RELEASE_TIME", time.time)
        .show_if("AT_ONCE", when != "time")
        .show_if("AT_TIME", when == "time");
}

Response show_form(Context& context,
                   const Look& look,
                   const BatchDetails& details,
                   const FormErrors& errors) {
    View view;
    set_facts(view, context, details);
    set_state(view, context, details.batch.state);
    view.set("TITLE", say(context, look.title));
    if (!may(look, details.batch)) {
        view.show("NOT_NOW");
        errors.show(view);
        Frame frame = office_frame(errors);
        frame.title = say(context, look.title);
        return show_office_page(context, "office_batch_wish", view, Desk::batches, frame);
    }
    View& form = view.add(look.section);
    form.set("ACTION", context.request.path);
    set_values(view, context, details.batch);
    form.show_if("WAS_RELEASED", details.batch.released_at.has_value());
    errors.show(view);
    Frame frame = office_frame(errors);
    frame.title = say(context, look.title);
    return show_office_page(context, "office_batch_wish", view, Desk::batches, frame);
}

/// Which field an error belongs beside; "form" where it belongs to none.
std::string field_of(const Error& error) {
    const auto field = error.params().find("field");
    return field == error.params().end() ? "form" : field->second;
}

/// Refusals that are shown on the form; others end the request.
bool is_shown(ErrorCode code) {
    return code == ErrorCode::office_reason_missing || code == ErrorCode::office_time_invalid ||
           code == ErrorCode::office_decision_no_invalid || code == ErrorCode::conflict ||
           code == ErrorCode::batch_state_wrong;
}

Task<Result<BatchDetails>> load(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("batch"));
    co_return co_await service::load_batch(context.site().services, actor_of(context), BatchId{id});
}

Result<service::BatchWish> read_wish(const Context& context, const Look& look) {
    const auto& form = context.request.form;
    service::BatchWish wish;
    wish.kind = look.kind;
    wish.reason = form["reason"];
    wish.decision_no = form["decision_no"];
    const bool is_at_time = look.kind == ProposalKind::release_batch && form["when"] == "time";
    if (is_at_time) {
        auto at = parse_typed(form["release_day"], form["release_time"]);
        if (!at) return Error(at.error()).with("field", "release_day");
        wish.release_at = *at;
    }
    return wish;
}

Task<Result<Response>> wish_for(Context& context, const Look& look) {
    YX_CO_TRY(const BatchDetails details, co_await load(context));
    if (context.request.method != Method::post) co_return show_form(context, look, details, {});
    YX_CO_CHECK(
        only_fields(context, {"reason", "decision_no", "when", "release_day", "release_time"}));
    FormErrors errors;
    auto wish = read_wish(context, look);
    if (!wish) {
        errors.add(context, field_of(wish.error()), wish.error());
        co_return show_form(context, look, details, errors);
    }
    const auto made = co_await service::propose_for_batch(
        context.site().services, actor_of(context), details.batch.id, *std::move(wish));
    if (made) co_return to_office(context, url_of(details.batch.id), "batch_proposed");
    if (!is_shown(made.error().code())) co_return Error(made.error());
    if (made.error().code() == ErrorCode::conflict) {
        errors.add("form", say(context, "handler.batch_waits"));
    } else {
        const std::string field = field_of(made.error());
        errors.add(context, field == "release_at" ? "release_day" : field, made.error());
    }
    co_return show_form(context, look, details, errors);
}

}  // namespace

Task<Result<Response>> wish_release(Context& context) {
    co_return co_await wish_for(context, release_look);
}

Task<Result<Response>> wish_recall(Context& context) {
    co_return co_await wish_for(context, recall_look);
}

Task<Result<Response>> wish_restore(Context& context) {
    co_return co_await wish_for(context, restore_look);
}

Task<Result<Response>> stop_batch_now(Context& context) {
    YX_CO_TRY(const BatchDetails details, co_await load(context));
    if (context.request.method != Method::post) {
        co_return show_form(context, stop_look, details, {});
    }
    YX_CO_CHECK(only_fields(context, {"reason"}));
    const auto stopped = co_await service::stop_batch(context.site().services,
                                                      actor_of(context),
                                                      details.batch.id,
                                                      std::string(context.request.form["reason"]));
    if (stopped) co_return to_office(context, url_of(details.batch.id), "batch_stopped");
    if (!is_shown(stopped.error().code())) co_return Error(stopped.error());
    FormErrors errors;
    errors.add(context, field_of(stopped.error()), stopped.error());
    co_return show_form(context, stop_look, details, errors);
}

}  // namespace yinxin::http
