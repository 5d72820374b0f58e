// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/login.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/authenticator.hpp"
#include "yinxin/http/office/confirm.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/staff_words.hpp"
#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/password_policy.hpp"
#include "yinxin/service/staff_login.hpp"
#include "yinxin/service/staff_register.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view ticket = "enrol";

Response show_login(Context& context, std::string_view login_name, const FormErrors& errors) {
    View view;
    view.set("V_LOGIN_NAME", login_name).set("V_NEXT", next_in_office(context));
    errors.show(view);
    return show_office_page(context, "office_login", view, Desk::none, office_frame(errors));
}

Response show_invitation(Context& context, const FormErrors& errors) {
    View view;
    errors.show(view);
    return show_office_page(context, "office_invitation", view, Desk::none, office_frame(errors));
}

Response show_enrol(Context& context,
                    const service::InvitationFacts& facts,
                    const FormErrors& errors) {
    View view;
    view.set("LOGIN_NAME", facts.login_name)
        .set("NAME", facts.name)
        .set("PASSWORD_MIN", service::min_password_length)
        .show_either(facts.is_recovery, "RECOVERY", "ENROL");
    show_roles(view, context, facts.roles);
    show_authenticator(view, context, facts.totp_secret, facts.login_name);
    errors.show(view);
    return show_office_page(context, "office_enrol", view, Desk::none, office_frame(errors));
}

bool is_of_password(ErrorCode code) {
    return code == ErrorCode::password_too_short || code == ErrorCode::password_too_long ||
           code == ErrorCode::password_common;
}

}  // namespace

Task<Result<Response>> staff_login(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) {
        if (context.staff && context.staff->facts.is_complete()) {
            co_return redirect_see_other(next_in_office(context));
        }
        co_return show_login(context, "", errors);
    }
    YX_CO_CHECK(only_fields(context, {"login_name", "password", "next"}));
    const std::string login_name(trim(context.request.form["login_name"]));
    Secret password(std::string(context.request.form["password"]));
    if (login_name.empty()) errors.add("login_name", say(context, "handler.login_name"));
    if (password.empty()) errors.add("password", say(context, "handler.password"));
    if (errors.any()) co_return show_login(context, login_name, errors);
    Result<Secret> token = co_await service::log_in_staff(
        context.site().services, login_name, std::move(password), origin_of(context));
    watch_door(context, WatchedDoor::staff_login, error_in(token), login_name);
    if (token) {
        // What this browser held before ends: one cookie, one session.
        if (context.staff) {
            YX_CO_CHECK(
                co_await service::end_staff_session(context.site().services, context.staff->token));
        }
        Response response =
            redirect_see_other("/office/login/code?next=" + next_in_office(context));
        keep_staff_token(response, context, *token);
        co_return response;
    }
    const ErrorCode code = token.error().code();
    const bool is_on_form = code == ErrorCode::staff_login_failed ||
                            code == ErrorCode::password_disabled ||
                            code == ErrorCode::too_many_requests;
    if (!is_on_form) co_return std::move(token).error();
    if (code == ErrorCode::password_disabled) {
        errors.add("login_name", say(context, "handler.staff_password_disabled"));
    } else {
        errors.add(context, "login_name", token.error());
    }
    co_return show_login(context, login_name, errors);
}

Task<Result<Response>> staff_logout(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    if (context.staff) {
        YX_CO_CHECK(
            co_await service::end_staff_session(context.site().services, context.staff->token));
    }
    Response response = redirect_see_other("/office/login");
    forget_staff_token(response, context);
    response.set("Clear-Site-Data", "\"cache\", \"storage\"");
    co_return response;
}

Task<Result<Response>> staff_invitation(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return show_invitation(context, errors);
    YX_CO_CHECK(only_fields(context, {"invitation"}));
    const Secret code{std::string(trim(context.request.form["invitation"]))};
    const auto facts =
        co_await service::find_open_invitation(context.site().services, code, origin_of(context));
    if (!facts) {
        errors.add(context, "invitation", facts.error());
        co_return show_invitation(context, errors);
    }
    Response response = redirect_see_other("/office/enrol/accept");
    keep_ticket(response, context, ticket, code);
    co_return response;
}

Task<Result<Response>> staff_enrol(Context& context) {
    auto& services = context.site().services;
    FormErrors errors;
    const Secret code = find_ticket(context, ticket);
    if (code.empty()) co_return redirect_see_other("/office/enrol");
    const auto facts = co_await service::find_open_invitation(services, code, origin_of(context));
    if (!facts) {
        errors.add(context, "invitation", facts.error());
        co_return show_invitation(context, errors);
    }
    if (context.request.method != Method::post) co_return show_enrol(context, *facts, errors);
    YX_CO_CHECK(only_fields(context, {"totp", "password"}));
    const auto& form = context.request.form;
    Result<service::Accepted> accepted =
        co_await service::accept_invitation(services,
                                            code,
                                            Secret(std::string(form["password"])),
                                            std::string(trim(form["totp"])),
                                            origin_of(context));
    if (!accepted) {
        const ErrorCode reason = accepted.error().code();
        if (reason == ErrorCode::staff_code_wrong) {
            errors.add(context, "totp", accepted.error());
        } else if (is_of_password(reason)) {
            errors.add(context, "password", accepted.error());
        } else {
            co_return std::move(accepted).error();
        }
        co_return show_enrol(context, *facts, errors);
    }
    // Shown in the answer itself: the codes are kept nowhere in plain.
    View view;
    for (const std::string& recovery : accepted->recovery_codes) {
        view.add("CODES").set("CODE", recovery);
    }
    Response response = show_office_page(context, "office_recovery_codes", view, Desk::none);
    keep_staff_token(response, context, accepted->token);
    keep_ticket(response, context, ticket, Secret());
    co_return response;
}

}  // namespace yinxin::http
