// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/account_close.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/account_codes.hpp"

namespace yinxin::http {
namespace {

constexpr CodePage code_page{
    "account_close", "/account/close/confirm", "/account/close", Menu::account};
constexpr auto purpose = service::CodePurpose::account_close;
constexpr std::string_view close_url = "/account/close";

}  // namespace

Task<Result<Response>> show_account_close(Context& context) {
    YX_CO_TRY(const service::ClosingView closing,
              co_await service::load_account_closing(context.site().services,
                                                     context.visitor->facts.actor()));
    View view;
    view.set("ENDORSEMENTS", closing.running_endorsements)
        .set("DOUBTS", closing.open_doubts)
        .set("USES", closing.open_uses)
        .set("DAYS", service::time_to_think.count())
        .set("CLOSE_AT", time_words(context, closing.would_close_at))
        .set("ERASE_DAY", day_words(context, civil_day(closing.would_erase_at)));
    const bool has_open =
        closing.running_endorsements + closing.open_doubts + closing.open_uses > 0;
    view.show_either(has_open, "HAS_OPEN", "NOTHING_OPEN");
    if (closing.only_owner_of.empty()) {
        view.show("MAY_CLOSE");
    } else {
        View& owner = view.add("ONLY_OWNER");
        for (const std::string& name : closing.only_owner_of) {
            owner.add("ORGANISATIONS").set("NAME", name);
        }
    }
    co_return show_page(context, "account_close", view, {.menu = Menu::account});
}

Task<Result<Response>> ask_account_close(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::request_account_code(
        context.site().services, context.visitor->facts.account, purpose, origin_of(context)));
    co_return redirect_see_other(code_page.action);
}

Task<Result<Response>> confirm_account_close(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const Result<void> closed = co_await service::close_account(
            services, account, std::string(trim(context.request.form["code"])));
        if (closed) co_return redirect_with_flash(context, "/", "account_closing");
        // Became the only owner of an organisation meanwhile: the page says so.
        if (closed.error().code() == ErrorCode::organisation_last_owner) {
            co_return redirect_see_other(close_url);
        }
        errors.add(context, "code", closed.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_account_code(services, account, purpose);
    if (!facts && !errors.any()) co_return redirect_see_other(close_url);
    co_return show_code_page(context, code_page, facts, errors);
}

Task<Result<Response>> resend_account_close_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::resend_account_code(
        context.site().services, context.visitor->facts.account, purpose));
    co_return redirect_see_other(code_page.action);
}

}  // namespace yinxin::http
