// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/own_mobile.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/step_up.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/account_codes.hpp"
#include "yinxin/service/own_mobile.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view mobile_url = "/account/mobile";
constexpr auto purpose = service::CodePurpose::mobile_new;
constexpr CodePage code_page{
    "mobile_new", "/account/mobile/confirm", "/account/mobile", Menu::account};

Task<Result<Response>> show(Context& context, const FormErrors& errors) {
    YX_CO_TRY(const service::OwnMobile own,
              co_await service::load_own_mobile(context.site().services, context.visitor->facts));
    View view;
    view.set("V_MOBILE", context.request.form["mobile"]);
    if (own.masked_mobile.empty()) {
        view.show("NO_MOBILE");
    } else {
        view.add("HAS_MOBILE").set("MASKED_MOBILE", own.masked_mobile);
    }
    view.show_if("AT_ONCE", own.is_at_once);
    if (own.needs_confirmation) {
        view.add("LATER").set("DAYS", own.delay_days).set("CONFIRM_URL", confirm_url(mobile_url));
    }
    errors.show(view);
    co_return show_page(context, "own_mobile", view, form_frame(Menu::account, errors));
}

}  // namespace

Task<Result<Response>> own_mobile(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return co_await show(context, errors);
    YX_CO_CHECK(only_fields(context, {"mobile"}));
    const auto asked =
        co_await service::request_own_mobile_code(context.site().services,
                                                  context.visitor->facts,
                                                  std::string(trim(context.request.form["mobile"])),
                                                  origin_of(context));
    if (asked) co_return redirect_see_other(code_page.action);
    switch (asked.error().code()) {
        case ErrorCode::mobile_invalid:
            errors.add(context, "mobile", asked.error());
            break;
        case ErrorCode::messages_unavailable:
            errors.add(context, "form", asked.error());
            break;
        default:
            co_return Error(asked.error());
    }
    co_return co_await show(context, errors);
}

Task<Result<Response>> confirm_own_mobile(Context& context) {
    auto& services = context.site().services;
    const Visitor& visitor = *context.visitor;
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const auto changed =
            co_await service::change_own_mobile(services,
                                                visitor.facts,
                                                visitor.token,
                                                std::string(trim(context.request.form["code"])));
        if (changed) {
            // What waits is on the account page, with the time and the button that stops it.
            if (*changed) co_return redirect_with_flash(context, "/account", "mobile_waits");
            co_return co_await with_new_token(
                context, redirect_with_flash(context, "/account", "mobile_set"));
        }
        errors.add(context, "code", changed.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_account_code(services, visitor.facts.account, purpose);
    if (!facts && !errors.any()) co_return redirect_see_other(mobile_url);
    co_return show_code_page(context, code_page, facts, errors);
}

Task<Result<Response>> resend_own_mobile_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::resend_account_code(
        context.site().services, context.visitor->facts.account, purpose));
    co_return redirect_see_other(code_page.action);
}

}  // namespace yinxin::http
