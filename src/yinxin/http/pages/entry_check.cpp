// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/entry_check.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/random.hpp"
#include "yinxin/http/cookies.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/entry_check.hpp"

namespace yinxin::http {
namespace {

/// The cookie that stands for the session before login, as the forms' CSRF token has it (site.cpp).
constexpr std::string_view visit_cookie = "visit";
constexpr std::size_t visit_bytes = 16;

/// Whose challenge it is. On a first visit the cookie is made here, and the page finds it.
std::string browser_of(Context& context) {
    if (context.visitor) return "account:" + context.visitor->facts.account.str();
    const bool is_secure = context.request.is_secure;
    const std::string name = cookie_name(visit_cookie, is_secure);
    if (const std::string_view visit = context.request.cookies[name]; !visit.empty()) {
        return std::string(visit);
    }
    const std::string visit = crypto::random_token(visit_bytes);
    context.request.cookies.add(name, visit);
    context.cookies.push_back(make_cookie(visit_cookie, visit, is_secure));
    return visit;
}

std::string number_words(const Context& context, int number) {
    return say(context, "query_number." + std::to_string(number));
}

std::string refusal_words(const Context& context, const Error& refusal) {
    const bool was_sent = !context.request.form[entry_challenge_field].empty();
    const bool is_unmet = refusal.code() == ErrorCode::human_check_failed;
    return is_unmet && !was_sent ? say(context, "handler.entry_needed") : say(context, refusal);
}

service::DoorVisit visit_of(const Context& context,
                            WatchedDoor door,
                            const Error* error,
                            std::string target) {
    service::DoorVisit visit;
    visit.door = door;
    if (error != nullptr) visit.outcome = service::outcome_of(*error);
    visit.address = context.request.client_address;
    visit.target = std::move(target);
    return visit;
}

/// What could not be read, or what we could not do, was no try.
void note(const Context& context, const service::DoorVisit& visit, const Error* error) {
    if (error != nullptr && visit.outcome == service::DoorOutcome::fine) return;
    service::watch(context.site().services, visit);
}

}  // namespace

Task<void> show_entry_check(Context& context,
                            View& view,
                            EntryPlace place,
                            const std::optional<Error>& refusal) {
    const auto challenge =
        co_await service::entry_challenge(context.site().services, place.door, browser_of(context));
    if (!challenge) co_return;
    View& part = view.add(place.section);
    part.set("CHALLENGE", challenge->text)
        .set("WORK_BITS", challenge->bits)
        .set("ENTRY_ID", place.id)
        .set("QUESTION",
             say(context,
                 "handler.query_question",
                 {{"first", number_words(context, challenge->first)},
                  {"second", number_words(context, challenge->second)}}));
    if (refusal) part.add("CHECK_ERROR").set("CHECK_TEXT", refusal_words(context, *refusal));
    part.show_if("CHECK_WRONG", refusal.has_value());
}

Task<Result<std::optional<Error>>> pass_entry_check(Context& context,
                                                    EntryPlace place,
                                                    FormErrors& errors) {
    const Fields& form = context.request.form;
    const service::HumanAnswer answer{std::string(form[entry_challenge_field]),
                                      std::string(form[entry_work_field]),
                                      std::string(form[entry_answer_field])};
    const Result<void> passed = co_await service::check_entry(context.site().services,
                                                              place.door,
                                                              browser_of(context),
                                                              answer,
                                                              context.request.client_address);
    if (passed) co_return std::optional<Error>();
    const ErrorCode code = passed.error().code();
    if (code != ErrorCode::human_check_failed && code != ErrorCode::too_many_requests) {
        co_return Error(passed.error());
    }
    errors.add(std::string(place.id), refusal_words(context, passed.error()));
    co_return std::optional(passed.error());
}

void watch_door(const Context& context, WatchedDoor door, const Error* error, std::string target) {
    note(context, visit_of(context, door, error, std::move(target)), error);
}

void watch_request(const Context& context,
                   WatchedDoor door,
                   const Error* error,
                   std::string target) {
    service::DoorVisit visit = visit_of(context, door, error, std::move(target));
    visit.is_always_a_sign = true;
    note(context, visit, error);
}

}  // namespace yinxin::http
