// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/recovery.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/recovery_steps.hpp"
#include "yinxin/http/pages/registration.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/mobile_changes.hpp"
#include "yinxin/service/password_policy.hpp"
#include "yinxin/service/recovery.hpp"

namespace yinxin::http {
namespace {

constexpr RecoveryStep name_step{
    service::CodePurpose::recover_name, "/recover/name", "/recover/name/confirm", "/recover"};
constexpr RecoveryStep password_step{service::CodePurpose::recover_password,
                                     "/recover/password",
                                     "/recover/password/confirm",
                                     "/recover"};
constexpr RecoveryStep objection_step{
    service::CodePurpose::objection, "/recover/object", "/recover/object/confirm", "/recover"};

service::PasswordRecovery typed_recovery(const Context& context) {
    const Fields& form = context.request.form;
    service::PasswordRecovery typed;
    typed.login_name = trim(form["login_name"]);
    const bool says_who = !trim(form["id_number"]).empty() || !trim(form["name"]).empty();
    if (says_who) typed.person = typed_person(context);
    return typed;
}

Task<Response> show_password_form(Context& context,
                                  const FormErrors& errors,
                                  std::optional<Error> unchecked = {}) {
    View view;
    set_typed_person(view, context, typed_person(context));
    view.set("V_LOGIN_NAME", context.request.form["login_name"]);
    errors.show(view);
    co_await show_entry_check(context, view, recovery_entry, unchecked);
    co_return show_page(context, "recover_password", view, form_frame(Menu::none, errors));
}

Response show_new_password(Context& context,
                           const Result<service::CodeRequestFacts>& request,
                           const FormErrors& errors) {
    View view;
    view.set("PASSWORD_MIN", service::min_password_length);
    if (request) {
        view.add("OPEN").set("LEDE",
                             say(context,
                                 "enter_code.recover_password_lede",
                                 {{"minutes", std::to_string(request->minutes)}}));
        view.show("RESEND");
    }
    errors.show(view);
    return show_page(context, "recover_new_password", view, form_frame(Menu::none, errors));
}

bool is_about_password(ErrorCode code) {
    return code == ErrorCode::password_too_short || code == ErrorCode::password_too_long ||
           code == ErrorCode::password_common;
}

}  // namespace

Task<Result<Response>> show_recovery(Context& context) {
    View view;
    co_return show_page(context, "recover", view, {});
}

Task<Result<Response>> recover_name(Context& context) {
    co_return co_await ask_for_mobile(context, name_step, service::request_name_code);
}

Task<Result<Response>> confirm_recovered_name(Context& context) {
    auto& services = context.site().services;
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const auto names =
            co_await service::read_login_names(services,
                                               find_ticket(context, name_step.word()),
                                               std::string(trim(context.request.form["code"])));
        watch_door(context, WatchedDoor::code, error_in(names));
        if (names) {
            // In this answer alone: nothing of it may stand in an address.
            View view;
            for (const std::string& name : *names) {
                view.add("NAMES").set("LOGIN_NAME", name);
            }
            co_return show_page(context, "recover_names", view, {});
        }
        errors.add(context, "code", names.error());
    }
    co_return co_await show_step_code(context, name_step, errors);
}

Task<Result<Response>> resend_name_code(Context& context) {
    co_return co_await resend_step_code(context, name_step);
}

Task<Result<Response>> recover_password(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post)
        co_return co_await show_password_form(context, errors);
    YX_CO_CHECK(only_fields(
        context, {"login_name", "id_type", "id_number", "name", "challenge", "work", "answer"}));
    YX_CO_TRY(const auto unchecked, co_await pass_entry_check(context, recovery_entry, errors));
    if (unchecked) co_return co_await show_password_form(context, errors, unchecked);
    const auto ticket = co_await service::request_password_code(
        context.site().services, typed_recovery(context), origin_of(context));
    watch_request(context,
                  WatchedDoor::recover,
                  error_in(ticket),
                  std::string(trim(context.request.form["login_name"])));
    if (ticket) co_return to_step_code(context, password_step, ticket->token);
    const auto field = ticket.error().params().find("field");
    if (field == ticket.error().params().end()) co_return Error(ticket.error());
    if (ticket.error().code() == ErrorCode::invalid_input) {
        errors.add(field->second, say(context, "handler.login_name"));
    } else {
        errors.add(context, field->second, ticket.error());
    }
    co_return co_await show_password_form(context, errors);
}

Task<Result<Response>> confirm_recovered_password(Context& context) {
    auto& services = context.site().services;
    const Secret ticket = find_ticket(context, password_step.word());
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code", "password"}));
        const auto& form = context.request.form;
        const Result<void> set =
            co_await service::set_recovered_password(services,
                                                     ticket,
                                                     std::string(trim(form["code"])),
                                                     Secret(std::string(form["password"])));
        watch_door(context, WatchedDoor::code, error_in(set));
        if (set) co_return redirect_with_flash(context, "/login", "password_recovered");
        const ErrorCode code = set.error().code();
        if (code == ErrorCode::unavailable) co_return Error(set.error());
        errors.add(context, is_about_password(code) ? "password" : "code", set.error());
    }
    const auto facts = co_await service::find_code_request(services, password_step.purpose, ticket);
    if (!facts && !errors.any()) co_return redirect_see_other(password_step.form_url);
    co_return show_new_password(context, facts, errors);
}

Task<Result<Response>> resend_password_code(Context& context) {
    co_return co_await resend_step_code(context, password_step);
}

Task<Result<Response>> object_to_recovery(Context& context) {
    co_return co_await ask_for_mobile(context, objection_step, service::request_objection_code);
}

Task<Result<Response>> confirm_objection(Context& context) {
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const Result<void> done =
            co_await service::object_with_code(context.site().services,
                                               find_ticket(context, objection_step.word()),
                                               std::string(trim(context.request.form["code"])));
        watch_door(context, WatchedDoor::code, error_in(done));
        if (done) {
            View view;
            view.show("OBJECTED");
            Frame frame;
            frame.title = say(context, "recover.objected");
            co_return show_page(context, "recover_done", view, frame);
        }
        errors.add(context, "code", done.error());
    }
    co_return co_await show_step_code(context, objection_step, errors);
}

Task<Result<Response>> resend_objection_code(Context& context) {
    co_return co_await resend_step_code(context, objection_step);
}

}  // namespace yinxin::http
