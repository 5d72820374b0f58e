// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/second_login.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/cookies.hpp"
#include "yinxin/http/office/passkeys.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/second_login.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view next_cookie = "next";

bool is_on_form(ErrorCode code) {
    return code == ErrorCode::second_factor_wrong || code == ErrorCode::passkey_refused ||
           code == ErrorCode::too_many_requests;
}

/// Beside the count of the account: tickets that are nobody's cost little, but not nothing.
Result<void> take_try(Context& context) {
    const auto& limits = context.site().services.settings.limits;
    const auto rate = Rate::per_minute(static_cast<std::uint32_t>(limits.logins_per_minute));
    return context.site().limiter.take(
        "login/second", context.request.client_address, rate, std::chrono::steady_clock::now());
}

Task<Result<Response>> show(Context& context, const FormErrors& errors) {
    const auto asked = co_await service::find_second_login(context.site().services,
                                                           find_ticket(context, second_ticket));
    // Ten minutes are over, or the page was opened by itself: the first factor again.
    if (!asked && asked.error().code() == ErrorCode::code_expired) {
        co_return redirect_see_other("/login");
    }
    if (!asked) co_return Error(asked.error());
    View view;
    view.show_either(asked->has_totp, "HAS_TOTP", "NO_TOTP");
    view.set("ACTION", "/login/second").set("V_NEXT", "");
    if (asked->passkey) set_passkey_ask(view.add("PASSKEY"), *asked->passkey);
    errors.show(view);
    co_return show_page(context, "second_login", view, form_frame(Menu::none, errors));
}

}  // namespace

Response ask_second(const Context& context, const Secret& ticket, std::string_view next) {
    Response response = redirect_see_other("/login/second");
    keep_ticket(response, context, second_ticket, ticket);
    response.set_cookie(make_cookie(next_cookie, std::string(next), context.request.is_secure));
    return response;
}

Task<Result<Response>> second_login(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return co_await show(context, errors);
    YX_CO_CHECK(only_fields(context,
                            {"code",
                             "next",
                             "challenge",
                             "credential",
                             "client_data",
                             "authenticator_data",
                             "signature"}));
    YX_CO_CHECK(take_try(context));
    const Fields& form = context.request.form;
    service::ShownFactor shown;
    shown.code = std::string(trim(form["code"]));
    const bool by_passkey = form.has("credential");
    if (by_passkey) shown.passkey = passkey_answer(context);
    auto login = co_await service::finish_second_login(context.site().services,
                                                       find_ticket(context, second_ticket),
                                                       std::move(shown),
                                                       origin_of(context));
    if (login) {
        const std::string next(
            context.request.cookies[cookie_name(next_cookie, context.request.is_secure)]);
        co_return co_await enter(
            context, *std::move(login), is_local_path(next) ? next : std::string());
    }
    const ErrorCode code = login.error().code();
    if (code == ErrorCode::code_expired) co_return redirect_see_other("/login");
    if (!is_on_form(code)) co_return std::move(login).error();
    errors.add(context, by_passkey ? "passkey" : "code", login.error());
    co_return co_await show(context, errors);
}

}  // namespace yinxin::http
