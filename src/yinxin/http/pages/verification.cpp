// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/verification.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/copy_number.hpp"
#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/verify_file.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/comparison.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using service::Comparison;
using service::ComparisonVerdict;

std::string css_of(ComparisonVerdict verdict) {
    switch (verdict) {
        case ComparisonVerdict::current:
            return "compare";
        case ComparisonVerdict::expired:
            return "expired";
        case ComparisonVerdict::not_ready:
            return "not_ready";
        case ComparisonVerdict::withdrawn:
            return "withdrawn";
        case ComparisonVerdict::ended:
            return "ended";
        case ComparisonVerdict::suspended:
            return "suspended";
        case ComparisonVerdict::revoked:
            return "revoked";
        case ComparisonVerdict::cancelled:
            return "cancelled";
        case ComparisonVerdict::superseded:
            return "superseded";
        case ComparisonVerdict::recalled:
            return "recalled";
        case ComparisonVerdict::stopped:
            return "stopped";
    }
    return "ended";
}

Sign certificate_sign(const Context& context, const Comparison& comparison) {
    const bool is_withheld = comparison.verdict == ComparisonVerdict::recalled ||
                             comparison.verdict == ComparisonVerdict::stopped;
    if (is_withheld) {
        const std::string css = css_of(comparison.verdict);
        return {css, say(context, "status.certificate." + css)};
    }
    return status_sign(context, comparison.status);
}

domain::EndorsementView endorsement_view(const Comparison& comparison) {
    const storage::CopyRow& copy = comparison.copy;
    return domain::view_at(*copy.endorsement_state,
                           *copy.applied_at,
                           *copy.valid_until,
                           comparison.as_of,
                           std::chrono::hours{24});
}

void set_endorsement(View& view, const Context& context, const Comparison& comparison) {
    const storage::CopyRow& copy = comparison.copy;
    const std::string code = domain::grouped(domain::CopyCode{copy.code});
    if (!copy.endorsement) {
        view.add("EXEMPT").set("COPY_NUMBER", copy.copy_no).set("COPY_CODE", code);
        return;
    }
    View& section = view.add("ENDORSEMENT");
    set_sign(section, "ENDORSEMENT", endorsement_sign(context, endorsement_view(comparison)));
    section.set("SCENARIO_TEXT", scenario_words(context, *copy.scenario))
        .set("APPLIED_DAY", day_words(context, civil_day(*copy.applied_at)))
        .set("UNTIL_DAY",
             day_words(context, domain::last_day({*copy.applied_at, *copy.valid_until})))
        .set("COPY_NUMBER", copy.copy_no)
        .set("COPY_CODE", code);
    section.show_either(!copy.recipient->empty(), "RECIPIENT_GIVEN", "NOT_RECIPIENT_GIVEN");
}

void set_comparison(View& view, const Context& context, const Comparison& comparison) {
    const std::string css = css_of(comparison.verdict);
    Messages::Parameters parameters;
    if (comparison.copy.valid_until) {
        parameters["until_day"] = day_words(
            context, domain::last_day({*comparison.copy.applied_at, *comparison.copy.valid_until}));
    }
    view.set("TOKEN", comparison.copy.token)
        .set("VERDICT_CLASS", css)
        .set("VERDICT_TEXT", say(context, "compare.verdict." + css, parameters))
        .set("VERDICT_NOTE", say(context, "compare.note." + css, parameters))
        .set("CHECKED_AT", time_words(context, comparison.as_of))
        .set("AUTHORITY", pick(context, comparison.face.issuer))
        .set("MASKED_NAME", comparison.masked_name)
        .set("MASKED_ID", comparison.masked_id);
    set_certificate(view, context, comparison.face);
    set_sign(view, "STATUS", certificate_sign(context, comparison));
    set_endorsement(view, context, comparison);
}

/// Whether the look is kept for the holder to see, and the visitor should know: by somebody signed
/// in who is not the holder.
bool is_kept(const Context& context, const Comparison& comparison) {
    if (!context.visitor) return false;
    const std::vector<HolderId>& own = context.visitor->facts.holders;
    return std::ranges::find(own, comparison.copy.holder) == own.end();
}

Response unknown_copy(Context& context) {
    View view;
    return show_page(context, "compare_unknown", view, {.menu = Menu::verify, .status = 404});
}

constexpr EntryPlace match_entry{WatchedDoor::match};

/// The copy that was tried, for the counts.
std::string target_of(const Context& context) {
    return std::string(context.parameter("token"));
}

Response show(Context& context, const Comparison& comparison, View& view, int status) {
    set_comparison(view, context, comparison);
    view.show_if("SEEN", is_kept(context, comparison));
    return show_page(context,
                     "compare",
                     view,
                     {.menu = Menu::verify, .status = status, .has_errors = status == 422});
}

service::Onlooker onlooker_of(const Context& context) {
    service::Onlooker onlooker;
    onlooker.address = context.request.client_address;
    if (!context.visitor) return onlooker;
    onlooker.checker = checker_of(context);
    onlooker.own = context.visitor->facts.holders;
    return onlooker;
}

void set_answer(View& view, const service::MatchAnswer& answer) {
    if (!answer.is_match) {
        view.show("NOT_MATCHED");
        view.show("MATCH_FORM");
        return;
    }
    View& matched = view.add("MATCHED");
    if (answer.photo.empty()) {
        matched.show("NO_PHOTO");
        return;
    }
    // Base64 is markup-safe; a data: address keeps the photo out of every cache and log.
    matched.add("PHOTO").set_raw("PHOTO_URL",
                                 SafeHtml("data:image/jpeg;base64," + to_base64(answer.photo)));
}

}  // namespace

Task<Result<Response>> show_verify(Context& context) {
    co_return show_ways(context, {});
}

Task<Result<Response>> verify_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {"code"}));
    YX_CO_CHECK(take_query(context));
    const std::string typed(context.request.form["code"]);
    const Result<std::string> token =
        co_await service::find_token_by_code(context.site().services, typed);
    watch_door(context, WatchedDoor::copy_code, error_in(token));
    if (token) co_return redirect_see_other("/v/" + *token + "?by=code");
    if (token.error().code() == ErrorCode::not_found) co_return unknown_copy(context);
    if (token.error().code() != ErrorCode::copy_code_invalid) co_return Error(token.error());
    FormErrors errors;
    if (domain::parse_copy_number(typed)) {
        errors.add("code", say(context, "handler.copy_number_typed"));
    } else {
        errors.add(context, "code", token.error());
    }
    co_return show_ways(context, errors);
}

Task<Result<Response>> show_comparison(Context& context) {
    YX_CO_CHECK(take_query(context));
    const bool is_typed = context.request.query["by"] == "code";
    const Result<Comparison> comparison =
        co_await service::compare_by_token(context.site().services,
                                           std::string(context.parameter("token")),
                                           is_typed ? storage::Door::code : storage::Door::page,
                                           onlooker_of(context));
    if (!comparison && comparison.error().code() == ErrorCode::not_found) {
        co_return unknown_copy(context);
    }
    if (!comparison) co_return Error(comparison.error());
    View view;
    view.show("MATCH_FORM");
    co_await show_entry_check(context, view, match_entry, std::nullopt);
    co_return show(context, *comparison, view, 200);
}

Task<Result<Response>> match_copy(Context& context) {
    YX_CO_CHECK(only_fields(context, {"name", "id_tail", "challenge", "work", "answer"}));
    YX_CO_CHECK(take_query(context));
    const std::string token(context.parameter("token"));
    const std::string name(trim(context.request.form["name"]));
    const std::string tail(trim(context.request.form["id_tail"]));
    const Result<Comparison> comparison = co_await service::compare_by_token(
        context.site().services, token, storage::Door::page, onlooker_of(context));
    if (!comparison && comparison.error().code() == ErrorCode::not_found) {
        co_return unknown_copy(context);
    }
    if (!comparison) co_return Error(comparison.error());
    View view;
    FormErrors errors;
    if (name.empty()) errors.add("name", say(context, "handler.compare_name"));
    const auto tail_points = decode_utf8(tail);
    if (!tail_points || tail_points->size() != 4) {
        errors.add("id_tail", say(context, "handler.compare_id_tail"));
    }
    std::optional<Error> unchecked;
    if (!errors.any()) {
        YX_CO_TRY(unchecked, co_await pass_entry_check(context, match_entry, errors));
    }
    if (errors.any()) {
        view.show("MATCH_FORM");
        view.set("V_NAME", name).set("V_ID_TAIL", tail);
        errors.show(view);
        co_await show_entry_check(context, view, match_entry, unchecked);
        co_return show(context, *comparison, view, 422);
    }
    const Result<service::MatchAnswer> answer = co_await service::match_copy(
        context.site().services, token, name, tail, onlooker_of(context));
    if (!answer) {
        watch_door(context, WatchedDoor::match, &answer.error(), target_of(context));
        co_return Error(answer.error());
    }
    const Error no_match(ErrorCode::not_found, "no match");
    watch_door(
        context, WatchedDoor::match, answer->is_match ? nullptr : &no_match, target_of(context));
    set_answer(view, *answer);
    if (!answer->is_match) co_await show_entry_check(context, view, match_entry, std::nullopt);
    co_return show(context, *comparison, view, 200);
}

}  // namespace yinxin::http
