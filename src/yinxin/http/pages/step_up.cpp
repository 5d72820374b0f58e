// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/step_up.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/cookies.hpp"
#include "yinxin/http/office/passkeys.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/wire.hpp"
#include "yinxin/service/account_codes.hpp"
#include "yinxin/service/account_passkeys.hpp"
#include "yinxin/service/devices.hpp"
#include "yinxin/service/step_up.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view next_cookie = "next";
constexpr auto purpose = service::CodePurpose::step_up;
constexpr CodePage code_page{"step_up", "/account/confirm/code", "/account/confirm", Menu::account};

std::string local_or_account(std::string_view next) {
    return is_local_path(next) ? std::string(next) : std::string("/account");
}

std::string next_of(const Context& context) {
    const auto& fields =
        context.request.method == Method::post ? context.request.form : context.request.query;
    return local_or_account(fields["next"]);
}

std::string next_kept(const Context& context) {
    return local_or_account(
        context.request.cookies[cookie_name(next_cookie, context.request.is_secure)]);
}

Task<Result<Response>> show(Context& context, const FormErrors& errors) {
    auto& services = context.site().services;
    const Visitor& visitor = *context.visitor;
    YX_CO_TRY(const service::StepUp step_up,
              co_await service::find_step_up(services, visitor.facts.account));
    View view;
    view.set("ACTION", "/account/confirm").set("V_NEXT", next_of(context));
    view.show_if("NOTHING", step_up.way == service::StepUpWay::nothing);
    if (step_up.way == service::StepUpWay::code) {
        view.add("BY_CODE").set("MASKED_MOBILE", step_up.masked_mobile);
    }
    if (step_up.way == service::StepUpWay::second_factor) {
        view.show("BY_FACTOR");
        view.show_either(step_up.has_totp, "HAS_TOTP", "NO_TOTP");
    }
    if (step_up.has_passkeys) {
        YX_CO_TRY(
            const auto ask,
            co_await service::ask_account_passkey(
                services, visitor.facts.account, visitor.token, service::PasskeyUse::assertion));
        if (ask) set_passkey_ask(view.add("PASSKEY"), *ask);
    }
    errors.show(view);
    co_return show_page(context, "confirm_self", view, form_frame(Menu::account, errors));
}

bool is_on_form(ErrorCode code) {
    return code == ErrorCode::second_factor_wrong || code == ErrorCode::passkey_refused ||
           code == ErrorCode::too_many_requests;
}

}  // namespace

std::string confirm_url(std::string_view back) {
    return "/account/confirm?next=" + percent_encode(back);
}

Task<Result<std::optional<Response>>> ask_at_new_device(Context& context, std::string back) {
    auto& services = context.site().services;
    const service::SessionFacts& facts = context.visitor->facts;
    if (!service::needs_step_up(facts, services.clock.now())) co_return std::optional<Response>();
    YX_CO_TRY(const service::StepUp step_up,
              co_await service::find_step_up(services, facts.account));
    // There is nothing to ask an account for that has no mobile: it came by its provider.
    if (step_up.way == service::StepUpWay::nothing) co_return std::optional<Response>();
    co_return std::optional(redirect_see_other(confirm_url(back)));
}

Task<Result<Response>> confirm_self(Context& context) {
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
    const Visitor& visitor = *context.visitor;
    const Fields& form = context.request.form;
    service::ShownFactor shown;
    shown.code = std::string(trim(form["code"]));
    shown.bound_to = visitor.token;
    const bool by_passkey = form.has("credential");
    if (by_passkey) shown.passkey = passkey_answer(context);
    const auto confirmed = co_await service::confirm_by_factor(
        context.site().services, visitor.facts.account, visitor.token, std::move(shown));
    if (confirmed) co_return co_await with_new_token(context, redirect_see_other(next_of(context)));
    if (!is_on_form(confirmed.error().code())) co_return Error(confirmed.error());
    errors.add(context, by_passkey ? "passkey" : "code", confirmed.error());
    co_return co_await show(context, errors);
}

Task<Result<Response>> send_confirm_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {"next"}));
    YX_CO_CHECK(co_await service::request_step_up_code(
        context.site().services, context.visitor->facts.account, origin_of(context)));
    Response response = redirect_see_other(code_page.action);
    response.set_cookie(make_cookie(next_cookie, next_of(context), context.request.is_secure));
    co_return response;
}

Task<Result<Response>> enter_confirm_code(Context& context) {
    auto& services = context.site().services;
    const Visitor& visitor = *context.visitor;
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const auto confirmed =
            co_await service::confirm_by_code(services,
                                              visitor.facts.account,
                                              visitor.token,
                                              std::string(trim(context.request.form["code"])));
        if (confirmed) {
            Response response = redirect_see_other(next_kept(context));
            response.set_cookie(forget_cookie(next_cookie, context.request.is_secure));
            co_return co_await with_new_token(context, std::move(response));
        }
        errors.add(context, "code", confirmed.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_account_code(services, visitor.facts.account, purpose);
    if (!facts && !errors.any()) co_return redirect_see_other(confirm_url(next_kept(context)));
    co_return show_code_page(context, code_page, facts, errors);
}

Task<Result<Response>> resend_confirm_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::resend_account_code(
        context.site().services, context.visitor->facts.account, purpose));
    co_return redirect_see_other(code_page.action);
}

}  // namespace yinxin::http
