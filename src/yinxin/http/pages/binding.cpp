// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/binding.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/registration.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/bindings.hpp"

namespace yinxin::http {
namespace {

using service::BindingStage;
using service::BindingState;

constexpr CodePage code_page{"bind", "/bind/confirm", "/bind", Menu::account};

Task<Result<BindingState>> load_state(Context& context) {
    co_return co_await service::binding_state(context.site().services,
                                              context.visitor->facts.account);
}

void set_person(View& view, const BindingState& state) {
    view.set("NAME", state.name).set("MASKED_ID", state.masked_number);
}

/// Where a refusal of a claim leads: beside its field, to the office, or to the list.
Result<Response> answer_refusal(Context& context,
                                const Error& error,
                                std::string_view default_field,
                                FormErrors& errors) {
    if (error.code() == ErrorCode::already_bound) return redirect_see_other("/certificates");
    if (error.code() == ErrorCode::binding_needs_office) return redirect_see_other("/bind/office");
    if (error.code() == ErrorCode::too_many_requests) return Error(error);
    const auto field = error.params().find("field");
    errors.add(
        context, field == error.params().end() ? std::string(default_field) : field->second, error);
    return Response(422);
}

}  // namespace

Task<Result<Response>> bind(Context& context) {
    YX_CO_TRY(const BindingState state, co_await load_state(context));
    if (state.stage == BindingStage::bound) co_return redirect_see_other("/certificates");
    if (state.stage == BindingStage::changed) co_return redirect_see_other("/rebind");
    if (state.stage == BindingStage::not_stated) co_return redirect_see_other("/bind/person");
    FormErrors errors;
    const Fields& form = context.request.form;
    const service::BindingClaim claim{std::string(trim(form["management_number"])),
                                      std::string(trim(form["exam_year"]))};
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"management_number", "exam_year"}));
        const Result<void> begun = co_await service::begin_binding(
            context.site().services, context.visitor->facts.account, claim, origin_of(context));
        watch_door(context, WatchedDoor::bind, error_in(begun));
        if (begun) co_return redirect_see_other("/bind/confirm");
        Result<Response> answer =
            answer_refusal(context, begun.error(), "management_number", errors);
        if (!answer || !errors.any()) co_return answer;
    }
    View view;
    set_person(view, state);
    view.show_if("HAS_IDENTITY_SERVICE", context.site().services.identity != nullptr);
    view.set("V_MANAGEMENT_NUMBER", claim.management_number).set("V_EXAM_YEAR", claim.exam_year);
    errors.show(view);
    co_return show_page(context, "bind", view, form_frame(Menu::account, errors));
}

Task<Result<Response>> state_person(Context& context) {
    YX_CO_TRY(const BindingState state, co_await load_state(context));
    if (state.stage == BindingStage::bound) co_return redirect_see_other("/certificates");
    FormErrors errors;
    const service::TypedPerson typed = typed_person(context);
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"id_type", "id_number", "name"}));
        const Result<void> stated = co_await service::state_person(context.site().services,
                                                                   context.visitor->facts.account,
                                                                   typed.id_type,
                                                                   typed.id_number,
                                                                   typed.name);
        if (stated) co_return redirect_see_other("/bind");
        Result<Response> answer = answer_refusal(context, stated.error(), "id_number", errors);
        if (!answer || !errors.any()) co_return answer;
    }
    View view;
    set_typed_person(view, context, typed);
    view.show_either(state.stage == BindingStage::not_stated, "FIRST", "AGAIN");
    errors.show(view);
    co_return show_page(context, "bind_person", view, form_frame(Menu::account, errors));
}

Task<Result<Response>> confirm_binding(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const Result<HolderId> bound = co_await service::confirm_binding(
            services, account, std::string(trim(context.request.form["code"])));
        if (bound) {
            co_return co_await with_new_token(
                context, redirect_with_flash(context, "/certificates", "bound"));
        }
        errors.add(context, "code", bound.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_binding_request(services, account);
    if (!facts && !errors.any()) co_return redirect_see_other("/bind");
    co_return show_code_page(context, code_page, facts, errors);
}

Task<Result<Response>> resend_binding_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::resend_binding_code(context.site().services,
                                                      context.visitor->facts.account));
    co_return redirect_see_other("/bind/confirm");
}

Task<Result<Response>> rebind(Context& context) {
    YX_CO_TRY(const BindingState state, co_await load_state(context));
    if (state.stage == BindingStage::bound) co_return redirect_see_other("/certificates");
    if (state.stage == BindingStage::not_stated) co_return redirect_see_other("/bind/person");
    FormErrors errors;
    const std::string name(trim(context.request.form["name"]));
    const std::string number(trim(context.request.form["id_number"]));
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"name", "id_number"}));
        const Result<void> begun = co_await service::begin_rebinding(context.site().services,
                                                                     context.visitor->facts.account,
                                                                     name,
                                                                     number,
                                                                     origin_of(context));
        watch_door(context, WatchedDoor::bind, error_in(begun));
        if (begun) co_return redirect_see_other("/bind/confirm");
        Result<Response> answer = answer_refusal(context, begun.error(), "name", errors);
        if (!answer || !errors.any()) co_return answer;
    }
    View view;
    set_person(view, state);
    if (state.corrected_name.empty()) {
        view.show("TYPE");
    } else {
        view.add("FOLLOW").set("NEW_NAME", state.corrected_name);
    }
    view.set("V_NAME", name).set("V_ID_NUMBER", number);
    view.show_if("NAME_CHANGED", state.name_changed);
    view.show_if("NUMBER_CHANGED", state.number_changed);
    errors.show(view);
    co_return show_page(context, "rebind", view, form_frame(Menu::account, errors));
}

Task<Result<Response>> follow_corrected_name(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    const Result<void> followed = co_await service::follow_corrected_name(
        context.site().services, context.visitor->facts.account);
    if (followed) {
        co_return co_await with_new_token(context,
                                          redirect_with_flash(context, "/certificates", "bound"));
    }
    // Done already, or corrected once more: the page says what is true now.
    if (followed.error().code() == ErrorCode::conflict) co_return redirect_see_other("/rebind");
    co_return Error(followed.error());
}

}  // namespace yinxin::http
