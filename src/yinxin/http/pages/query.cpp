// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/query.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/pages/verify_file.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/queries.hpp"

namespace yinxin::http {
namespace {

constexpr CodePage code_page{"query", "/query/confirm", "/query", Menu::verify};

std::string number_words(const Context& context, int number) {
    return say(context, "query_number." + std::to_string(number));
}

/// Why is asked: what was chosen for the organisation for which the visitor acts, or else typed.
std::string purpose_of(const Context& context) {
    const auto& acting = context.visitor->facts.acting;
    return acting ? acting->purpose : std::string(context.request.form["purpose"]);
}

void set_purpose(View& view, const Context& context) {
    if (const auto& acting = context.visitor->facts.acting) {
        view.add("CHOSEN_PURPOSE").set("PURPOSE", acting->purpose);
        return;
    }
    view.show("TYPED_PURPOSE");
}

Response show_form(Context& context, const FormErrors& errors) {
    const service::Services& services = context.site().services;
    const auto challenge = service::new_human_challenge(
        services.keys, context.visitor->facts.account, services.clock.now());
    const auto& form = context.request.form;
    View view;
    view.set("V_NAME", form["name"])
        .set("V_ID_NUMBER", form["id_number"])
        .set("V_MANAGEMENT_NUMBER", form["management_number"])
        .set("V_PURPOSE", form["purpose"])
        .set("MOST_PURPOSE", domain::max_purpose_length)
        .set("CHALLENGE", challenge.text)
        .set("WORK_BITS", service::human_work_bits)
        .set("QUESTION",
             say(context,
                 "handler.query_question",
                 {{"first", number_words(context, challenge.first)},
                  {"second", number_words(context, challenge.second)}}));
    set_purpose(view, context);
    errors.show(view);
    return show_page(context, "query", view, form_frame(Menu::verify, errors));
}

}  // namespace

Task<Result<Response>> query(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return show_form(context, errors);
    YX_CO_CHECK(only_fields(
        context,
        {"name", "id_number", "management_number", "purpose", "challenge", "work", "answer"}));
    YX_CO_CHECK(take_query(context));
    const auto& form = context.request.form;
    const auto text = [&form](std::string_view field) { return std::string(form[field]); };
    const Result<void> begun = co_await service::begin_query(
        context.site().services,
        context.visitor->facts.account,
        {text("name"), text("id_number"), text("management_number"), purpose_of(context)},
        {text("challenge"), text("work"), text("answer")},
        origin_of(context));
    if (begun) co_return redirect_see_other("/query/confirm");
    const auto field = begun.error().params().find("field");
    if (field == begun.error().params().end()) co_return Error(begun.error());
    errors.add(context, field->second, begun.error());
    co_return show_form(context, errors);
}

Task<Result<Response>> confirm_query(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const std::string code(trim(context.request.form["code"]));
        const Result<std::string> token =
            co_await service::confirm_query(services, account, checker_of(context), code);
        if (token) co_return redirect_see_other("/query/results/" + *token);
        errors.add(context, "code", token.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_query_request(services, account);
    if (!facts && !errors.any()) co_return redirect_see_other("/query");
    co_return show_code_page(context, code_page, facts, errors);
}

Task<Result<Response>> resend_query_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::resend_query_code(context.site().services,
                                                    context.visitor->facts.account));
    co_return redirect_see_other("/query/confirm");
}

}  // namespace yinxin::http
