// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/own_mail.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/own_mail.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view mail_url = "/account/mail";
constexpr auto purpose = service::CodePurpose::mail_new;
constexpr CodePage code_page{
    "mail_new", "/account/mail/confirm", "/account/mail", Menu::account, true};

Task<Result<Response>> show(Context& context, const FormErrors& errors) {
    YX_CO_TRY(
        const service::OwnMail own,
        co_await service::load_own_mail(context.site().services, context.visitor->facts.account));
    View view;
    if (own.masked.empty()) {
        view.show("NO_MAIL");
    } else {
        view.add("HAS_MAIL").set("MASKED_MAIL", own.masked);
    }
    if (own.is_mail_offered) {
        View& form = view.add("OFFERED");
        form.set("V_MAIL", context.request.form["mail"]);
        form.show_if("ANOTHER", !own.masked.empty()).show_if("FIRST", own.masked.empty());
    } else {
        view.show("NOT_OFFERED");
    }
    errors.show(view);
    co_return show_page(context, "own_mail", view, form_frame(Menu::account, errors));
}

}  // namespace

Task<Result<Response>> own_mail(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return co_await show(context, errors);
    YX_CO_CHECK(only_fields(context, {"mail"}));
    const auto asked =
        co_await service::request_own_mail_code(context.site().services,
                                                context.visitor->facts.account,
                                                std::string(context.request.form["mail"]),
                                                origin_of(context));
    if (asked) co_return redirect_see_other(code_page.action);
    switch (asked.error().code()) {
        case ErrorCode::mail_invalid:
            errors.add(context, "mail", asked.error());
            break;
        case ErrorCode::mail_unavailable:
            errors.add(context, "form", asked.error());
            break;
        default:
            co_return Error(asked.error());
    }
    co_return co_await show(context, errors);
}

Task<Result<Response>> confirm_own_mail(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const auto confirmed = co_await service::confirm_own_mail(
            services, account, std::string(trim(context.request.form["code"])));
        // What is to come by mail is chosen there.
        if (confirmed) {
            co_return redirect_with_flash(context, "/account/notifications", "mail_set");
        }
        errors.add(context, "code", confirmed.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_account_code(services, account, purpose);
    if (!facts && !errors.any()) co_return redirect_see_other(mail_url);
    co_return show_code_page(context, code_page, facts, errors);
}

Task<Result<Response>> resend_own_mail_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::resend_account_code(
        context.site().services, context.visitor->facts.account, purpose));
    co_return redirect_see_other(code_page.action);
}

Task<Result<Response>> remove_own_mail(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(
        co_await service::remove_own_mail(context.site().services, context.visitor->facts.account));
    co_return redirect_with_flash(context, "/account", "mail_removed");
}

}  // namespace yinxin::http
