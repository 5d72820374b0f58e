// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/registration.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/enter_code.hpp"
#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/site.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/code_requests.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/password_policy.hpp"
#include "yinxin/service/registration.hpp"

namespace yinxin::http {
namespace {

constexpr auto code_purpose = service::CodePurpose::registration;
constexpr std::string_view purpose = domain::key(code_purpose);
constexpr CodePage code_page{purpose, "/register/confirm", "/register"};
/// The person has an account already: the way on is to that one.
constexpr CodePage known_page{"registered", "/register/confirm", "/recover"};

constexpr EntryPlace entry{WatchedDoor::registration};

/// The two ways to an account: with the document of one's certificates, or for checking only.
enum class Way { holder, verifier };

service::Registration typed_form(const Context& context, Way way) {
    const Fields& form = context.request.form;
    service::Registration typed;
    if (way == Way::holder) typed.person = typed_person(context);
    typed.mobile = trim(form["mobile"]);
    typed.login_name = trim(form["login_name"]);
    typed.password = Secret(std::string(form["password"]));
    return typed;
}

Task<Response> show_form(Context& context,
                         const service::Registration& typed,
                         const FormErrors& errors,
                         std::optional<Error> unchecked = {}) {
    View view;
    if (typed.person) set_typed_person(view, context, *typed.person);
    view.set("V_MOBILE", typed.mobile)
        .set("V_LOGIN_NAME", typed.login_name)
        .set("PASSWORD_MIN", service::min_password_length);
    errors.show(view);
    co_await show_entry_check(context, view, entry, unchecked);
    co_return show_page(context,
                        typed.person ? "register" : "register_verifier",
                        view,
                        form_frame(Menu::none, errors));
}

Task<Result<Response>> register_by(Context& context, Way way) {
    FormErrors errors;
    const service::Registration typed = typed_form(context, way);
    if (context.request.method != Method::post)
        co_return co_await show_form(context, typed, errors);
    if (way == Way::holder) {
        YX_CO_CHECK(only_fields(context,
                                {"id_type",
                                 "id_number",
                                 "name",
                                 "mobile",
                                 "login_name",
                                 "password",
                                 "challenge",
                                 "work",
                                 "answer"}));
    } else {
        YX_CO_CHECK(only_fields(
            context, {"mobile", "login_name", "password", "challenge", "work", "answer"}));
    }
    for (const service::FieldProblem& problem : service::check_registration(typed)) {
        errors.add(context, problem.field, problem.error);
    }
    if (errors.any()) co_return co_await show_form(context, typed, errors);
    YX_CO_TRY(const auto unchecked, co_await pass_entry_check(context, entry, errors));
    if (errors.any()) co_return co_await show_form(context, typed, errors, unchecked);
    Result<service::CodeTicket> ticket =
        co_await service::begin_registration(context.site().services, typed, origin_of(context));
    watch_door(context, WatchedDoor::registration, error_in(ticket), typed.mobile);
    if (!ticket) {
        const auto field = ticket.error().params().find("field");
        if (field == ticket.error().params().end()) co_return std::move(ticket).error();
        errors.add(context, field->second, ticket.error());
        co_return co_await show_form(context, typed, errors);
    }
    Response response = redirect_see_other("/register/confirm");
    keep_ticket(response, context, purpose, ticket->token);
    co_return response;
}

}  // namespace

service::TypedPerson typed_person(const Context& context) {
    const Fields& form = context.request.form;
    service::TypedPerson typed;
    if (const auto type = domain::parse_key<domain::IdDocumentType>(form["id_type"])) {
        typed.id_type = *type;
    }
    typed.id_number = form["id_number"];
    typed.name = form["name"];
    return typed;
}

void set_typed_person(View& view, const Context& context, const service::TypedPerson& typed) {
    for (const auto& [type, key] : domain::all_keyed<domain::IdDocumentType>()) {
        View& option = view.add("ID_TYPES");
        option.set("VALUE", key).set("LABEL", id_type_words(context, type));
        option.show_if("SELECTED", type == typed.id_type);
    }
    view.set("V_ID_NUMBER", typed.id_number).set("V_NAME", typed.name);
}

void check_typed_person(const Context& context,
                        FormErrors& errors,
                        const service::TypedPerson& typed,
                        service::PersonFields fields) {
    std::vector<service::FieldProblem> problems;
    (void)service::read_person(typed, problems, fields);
    for (const service::FieldProblem& problem : problems)
        errors.add(context, problem.field, problem.error);
}

Task<Result<Response>> register_account(Context& context) {
    co_return co_await register_by(context, Way::holder);
}

Task<Result<Response>> register_verifier(Context& context) {
    co_return co_await register_by(context, Way::verifier);
}

Task<Result<Response>> confirm_registration(Context& context) {
    auto& services = context.site().services;
    const Secret ticket = find_ticket(context, purpose);
    FormErrors errors;
    bool is_known = false;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        Result<service::Registered> registered = co_await service::confirm_registration(
            services, ticket, std::string(trim(context.request.form["code"])), origin_of(context));
        watch_door(context, WatchedDoor::code, error_in(registered));
        if (registered) {
            const char* next = registered->has_stated_person ? "/bind" : "/verify";
            co_return co_await enter(context, std::move(registered->in), next);
        }
        is_known = registered.error().code() == ErrorCode::document_registered;
        errors.add(context, "code", registered.error());
    }
    const Result<service::CodeRequestFacts> facts =
        co_await service::find_code_request(services, code_purpose, ticket);
    if (!facts && !errors.any()) co_return redirect_see_other("/register");
    co_return show_code_page(context, is_known ? known_page : code_page, facts, errors);
}

Task<Result<Response>> resend_registration_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const service::CodeTicket ticket,
              co_await service::resend_code(context.site().services,
                                            code_purpose,
                                            find_ticket(context, purpose),
                                            origin_of(context)));
    Response response = redirect_see_other("/register/confirm");
    keep_ticket(response, context, purpose, ticket.token);
    co_return response;
}

}  // namespace yinxin::http
