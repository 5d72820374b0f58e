// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/login.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/http/cookies.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/provider_login.hpp"
#include "yinxin/http/pages/second_login.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/devices.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/storage/accounts.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view session_cookie = "session";
constexpr std::string_view next_cookie = "next";
/// Not a session's: it stays when one ends, so that the browser is known again.
constexpr std::string_view device_cookie = "device";
constexpr auto code_purpose = service::CodePurpose::login;
constexpr std::string_view purpose = domain::key(code_purpose);
constexpr CodePage code_page{purpose, "/login/code/confirm", "/login"};

/// Each of the page's two forms asks for itself.
constexpr EntryPlace by_password{WatchedDoor::login};
constexpr EntryPlace by_code{WatchedDoor::login_code, "CODE_CHECK", "code_answer"};

struct Typed {
    std::string login_name;
    std::string mobile;
    std::string next;
    std::optional<Error> password_unchecked{};  ///< why the human check did not let the form in
    std::optional<Error> code_unchecked{};
};

Task<Response> show_login(Context& context, Typed typed, const FormErrors& errors) {
    View view;
    view.set("V_LOGIN_NAME", typed.login_name)
        .set("V_MOBILE", typed.mobile)
        .set("V_NEXT", typed.next);
    show_providers(context, view);
    view.show_if("FOR_CERTIFICATES", typed.next.starts_with("/certificates"));
    errors.show(view);
    co_await show_entry_check(context, view, by_password, typed.password_unchecked);
    co_await show_entry_check(context, view, by_code, typed.code_unchecked);
    co_return show_page(context, "login", view, form_frame(Menu::none, errors));
}

std::string next_of(const Context& context) {
    const auto& fields =
        context.request.method == Method::post ? context.request.form : context.request.query;
    const std::string_view next = fields["next"];
    return is_local_path(next) ? std::string(next) : std::string();
}

Result<void> take_login(Context& context) {
    const auto& limits = context.site().services.settings.limits;
    const auto rate = Rate::per_minute(static_cast<std::uint32_t>(limits.logins_per_minute));
    return context.site().limiter.take(
        "login", context.request.client_address, rate, std::chrono::steady_clock::now());
}

std::string ticket_cookie(std::string_view of) {
    return "ticket-" + std::string(of);
}

}  // namespace

service::Origin origin_of(const Context& context) {
    return {context.request.client_address,
            std::string(context.request.header("User-Agent")),
            context.language == Language::english ? service::Language::en : service::Language::zh,
            std::string(
                context.request.cookies[cookie_name(device_cookie, context.request.is_secure)])};
}

void keep_ticket(Response& response,
                 const Context& context,
                 std::string_view of,
                 const Secret& ticket) {
    response.set_cookie(make_cookie(ticket_cookie(of), ticket.expose(), context.request.is_secure));
}

Secret find_ticket(const Context& context, std::string_view of) {
    const std::string name = cookie_name(ticket_cookie(of), context.request.is_secure);
    return Secret(std::string(context.request.cookies[name]));
}

Task<Result<Response>> enter(Context& context, service::LoggedIn login, std::string_view next) {
    if (login.needs_second) co_return ask_second(context, login.token, next);
    if (context.visitor) {
        YX_CO_CHECK(co_await service::end_session(context.site().services, context.visitor->token));
    }
    const bool is_secure = context.request.is_secure;
    Response response = redirect_see_other(next.empty() ? "/certificates" : next);
    response.set_cookie(make_cookie(session_cookie, login.token.expose(), is_secure));
    response.set_cookie(forget_cookie(ticket_cookie(purpose), is_secure));
    response.set_cookie(forget_cookie(ticket_cookie(second_ticket), is_secure));
    response.set_cookie(forget_cookie(next_cookie, is_secure));
    if (!login.device_mark.empty()) {
        Cookie device = make_cookie(device_cookie, login.device_mark, is_secure);
        device.max_age = service::device_remembered;
        response.set_cookie(device);
    }
    co_return response;
}

Task<void> renew_token(Context& context) {
    auto renewed = co_await service::renew_session(context.site().services, context.visitor->token);
    if (!renewed) {
        // What was asked for is done, and its page may be shown only once (recovery codes).
        log::warning("session.not_renewed", {{"error", dotted_name(renewed.error().code())}});
        co_return;
    }
    context.visitor->token = *std::move(renewed);
    context.cookies.push_back(
        make_cookie(session_cookie, context.visitor->token.expose(), context.request.is_secure));
}

Task<Result<Response>> with_new_token(Context& context, Response response) {
    co_await renew_token(context);
    co_return response;
}

Task<Result<Response>> log_in(Context& context) {
    Typed typed{"", "", next_of(context)};
    FormErrors errors;
    if (context.request.method != Method::post)
        co_return co_await show_login(context, typed, errors);
    YX_CO_CHECK(
        only_fields(context, {"login_name", "password", "next", "challenge", "work", "answer"}));
    YX_CO_CHECK(take_login(context));
    typed.login_name = trim(context.request.form["login_name"]);
    Secret password(std::string(context.request.form["password"]));
    if (typed.login_name.empty()) errors.add("login_name", say(context, "handler.login_name"));
    if (password.empty()) errors.add("password", say(context, "handler.password"));
    if (errors.any()) co_return co_await show_login(context, typed, errors);
    YX_CO_TRY(typed.password_unchecked, co_await pass_entry_check(context, by_password, errors));
    if (errors.any()) co_return co_await show_login(context, typed, errors);
    Result<service::LoggedIn> login = co_await service::log_in(
        context.site().services, typed.login_name, std::move(password), origin_of(context));
    watch_door(context, WatchedDoor::login, error_in(login), storage::login_key(typed.login_name));
    if (login) co_return co_await enter(context, *std::move(login), typed.next);
    const ErrorCode code = login.error().code();
    const bool is_on_form = code == ErrorCode::login_failed || code == ErrorCode::password_disabled;
    if (!is_on_form) co_return std::move(login).error();
    errors.add(context, "login_name", login.error());
    co_return co_await show_login(context, typed, errors);
}

Task<Result<Response>> request_login_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {"mobile", "next", "challenge", "work", "answer"}));
    YX_CO_CHECK(take_login(context));
    Typed typed{"", std::string(trim(context.request.form["mobile"])), next_of(context)};
    FormErrors errors;
    YX_CO_TRY(typed.code_unchecked, co_await pass_entry_check(context, by_code, errors));
    if (errors.any()) co_return co_await show_login(context, typed, errors);
    Result<service::CodeTicket> ticket = co_await service::request_login_code(
        context.site().services, typed.mobile, origin_of(context));
    watch_request(context, WatchedDoor::login_code, error_in(ticket), typed.mobile);
    if (!ticket && ticket.error().code() == ErrorCode::mobile_invalid) {
        errors.add(context, "mobile", ticket.error());
        co_return co_await show_login(context, typed, errors);
    }
    if (!ticket && ticket.error().code() == ErrorCode::messages_unavailable) {
        errors.add(context, "form", ticket.error());
        co_return co_await show_login(context, typed, errors);
    }
    if (!ticket) co_return std::move(ticket).error();
    Response response = redirect_see_other("/login/code/confirm");
    keep_ticket(response, context, purpose, ticket->token);
    response.set_cookie(make_cookie(next_cookie, typed.next, context.request.is_secure));
    co_return response;
}

Task<Result<Response>> confirm_login_code(Context& context) {
    auto& services = context.site().services;
    const Secret ticket = find_ticket(context, purpose);
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        YX_CO_CHECK(take_login(context));
        Result<service::LoggedIn> login = co_await service::log_in_with_code(
            services, ticket, std::string(trim(context.request.form["code"])), origin_of(context));
        watch_door(context, WatchedDoor::code, error_in(login));
        const std::string cookie = cookie_name(next_cookie, context.request.is_secure);
        const std::string next(context.request.cookies[cookie]);
        if (login) {
            co_return co_await enter(
                context, *std::move(login), is_local_path(next) ? next : std::string());
        }
        if (login.error().code() != ErrorCode::code_wrong &&
            login.error().code() != ErrorCode::code_expired) {
            co_return std::move(login).error();
        }
        errors.add(context, "code", login.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_code_request(services, code_purpose, ticket);
    if (!facts && !errors.any()) co_return redirect_see_other("/login");
    co_return show_code_page(context, code_page, facts, errors);
}

Task<Result<Response>> resend_login_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const service::CodeTicket ticket,
              co_await service::resend_code(context.site().services,
                                            code_purpose,
                                            find_ticket(context, purpose),
                                            origin_of(context)));
    Response response = redirect_see_other("/login/code/confirm");
    keep_ticket(response, context, purpose, ticket.token);
    co_return response;
}

Task<Result<Response>> log_out(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::end_session(context.site().services, context.visitor->token));
    Response response = redirect_with_flash(context, "/", "logged_out");
    response.set_cookie(forget_cookie(session_cookie, context.request.is_secure));
    response.set("Clear-Site-Data", "\"cache\", \"storage\"");
    co_return response;
}

}  // namespace yinxin::http
