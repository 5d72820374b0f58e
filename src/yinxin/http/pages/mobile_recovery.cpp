// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/mobile_recovery.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/identity_words.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/recovery.hpp"
#include "yinxin/http/pages/recovery_steps.hpp"
#include "yinxin/http/pages/registration.hpp"
#include "yinxin/http/request.hpp"

namespace yinxin::http {
namespace {

constexpr RecoveryStep mobile_step{
    service::CodePurpose::recover_mobile, "/recover/mobile", "/recover/mobile/confirm", "/recover"};
constexpr RecoveryStep office_step{
    service::CodePurpose::recover_office, "/recover/office", "/recover/office/confirm", "/recover"};
constexpr std::string_view form_cookie = "office_form";
constexpr std::string_view form_url = "/recover/office/form";

bool is_by_certificate(const Context& context) {
    return context.request.form["way"] == "certificate";
}

service::MobileRecovery typed_recovery(const Context& context) {
    const Fields& form = context.request.form;
    service::MobileRecovery typed;
    typed.mobile = trim(form["mobile"]);
    if (is_by_certificate(context)) {
        typed.proof = service::CertificateProof{
            typed_person(context),
            {std::string(trim(form["management_number"])), std::string(trim(form["exam_year"]))}};
    } else {
        typed.proof = service::PasswordProof{std::string(trim(form["login_name"])),
                                             Secret(std::string(form["password"]))};
    }
    return typed;
}

Task<Response> show_mobile_form(Context& context,
                                const FormErrors& errors,
                                std::optional<Error> unchecked = {}) {
    const Fields& form = context.request.form;
    View view;
    set_typed_person(view, context, typed_person(context));
    view.set("V_LOGIN_NAME", form["login_name"])
        .set("V_MANAGEMENT_NUMBER", form["management_number"])
        .set("V_EXAM_YEAR", form["exam_year"])
        .set("V_MOBILE", form["mobile"]);
    view.show_either(is_by_certificate(context), "BY_CERTIFICATE", "BY_PASSWORD");
    errors.show(view);
    co_await show_entry_check(context, view, recovery_entry, unchecked);
    co_return show_page(context, "recover_mobile", view, form_frame(Menu::none, errors));
}

/// Beside its field; a refusal that belongs to none is a page of its own.
bool add_mobile_error(const Context& context, FormErrors& errors, const Error& error) {
    const auto field = error.params().find("field");
    if (error.code() == ErrorCode::login_failed || error.code() == ErrorCode::password_disabled) {
        errors.add(context, "login_name", error);
        return true;
    }
    if (field == error.params().end()) return false;
    errors.add(context, field->second, error);
    return true;
}

Response show_done(Context& context, std::string_view section, View& view) {
    Frame frame;
    frame.title = say(context, "recover." + std::string(section));
    return show_page(context, "recover_done", view, frame);
}

Response show_office_form(Context& context,
                          const std::string& masked_mobile,
                          const ShownUploads& uploads,
                          const FormErrors& errors) {
    View view;
    set_typed_person(view, context, typed_person(context));
    set_issuers(view, context, context.request.form["issuer"]);
    set_uploads(view, uploads);
    view.set("MASKED_MOBILE", masked_mobile)
        .set("V_TEXT", context.request.form["text"])
        .set("MOST", static_cast<std::int64_t>(domain::longest_doubt_text));
    errors.show(view);
    return show_page(context, "recover_office", view, form_frame(Menu::none, errors));
}

/// Everything that is wrong with the form at once, as people expect it.
FormErrors check_office_form(const Context& context, const service::IdentityForm& form) {
    FormErrors errors;
    check_typed_person(context, errors, typed_person(context));
    if (context.site().services.reference->find_issuer(form.issuer_id) == nullptr) {
        errors.add("issuer", say(context, "handler.identity_issuer"));
    }
    const auto text = domain::parse_doubt_text(form.text);
    if (!text) errors.add(context, "text", text.error());
    return errors;
}

}  // namespace

Task<Result<Response>> recover_mobile(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post)
        co_return co_await show_mobile_form(context, errors);
    YX_CO_CHECK(only_fields(context,
                            {"way",
                             "login_name",
                             "password",
                             "id_type",
                             "id_number",
                             "name",
                             "management_number",
                             "exam_year",
                             "mobile",
                             "challenge",
                             "work",
                             "answer"}));
    YX_CO_TRY(const auto unchecked, co_await pass_entry_check(context, recovery_entry, errors));
    if (unchecked) co_return co_await show_mobile_form(context, errors, unchecked);
    const auto ticket = co_await service::request_mobile_code(
        context.site().services, typed_recovery(context), origin_of(context));
    watch_request(context,
                  WatchedDoor::recover,
                  error_in(ticket),
                  std::string(trim(context.request.form["mobile"])));
    if (ticket) co_return to_step_code(context, mobile_step, ticket->token);
    if (!add_mobile_error(context, errors, ticket.error())) co_return Error(ticket.error());
    co_return co_await show_mobile_form(context, errors);
}

Task<Result<Response>> confirm_recovered_mobile(Context& context) {
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"code"}));
        const auto at =
            co_await service::confirm_new_mobile(context.site().services,
                                                 find_ticket(context, mobile_step.word()),
                                                 std::string(trim(context.request.form["code"])));
        watch_door(context, WatchedDoor::code, error_in(at));
        if (at) {
            View view;
            view.add("MOBILE").set("EFFECTIVE_AT", time_words(context, *at));
            co_return show_done(context, "mobile_done", view);
        }
        errors.add(context, "code", at.error());
    }
    co_return co_await show_step_code(context, mobile_step, errors);
}

Task<Result<Response>> resend_mobile_code(Context& context) {
    co_return co_await resend_step_code(context, mobile_step);
}

Task<Result<Response>> recover_by_office(Context& context) {
    co_return co_await ask_for_mobile(context, office_step, service::request_office_code);
}

Task<Result<Response>> confirm_office_mobile(Context& context) {
    co_return co_await confirm_step_code(
        context, office_step, {form_cookie, form_url}, service::open_office_form);
}

Task<Result<Response>> resend_office_code(Context& context) {
    co_return co_await resend_step_code(context, office_step);
}

Task<Result<Response>> send_recovery_to_office(Context& context) {
    auto& services = context.site().services;
    const Secret ticket = find_ticket(context, form_cookie);
    const auto mobile = co_await service::find_office_form(services, ticket);
    // Over, sent, or never begun: the mobile has to be proved first.
    if (!mobile) co_return redirect_see_other(office_step.form_url);
    ShownUploads uploads;
    if (context.request.method != Method::post) {
        co_return show_office_form(context, *mobile, uploads, {});
    }
    YX_CO_CHECK(only_fields(context,
                            {"id_type",
                             "id_number",
                             "name",
                             "issuer",
                             "text",
                             "kept1",
                             "kept2",
                             "kept3",
                             "drop1",
                             "drop2",
                             "drop3"}));
    const UploadShelf shelf = evidence_shelf(context, service::identity_owner(ticket));
    YX_CO_TRY(uploads, co_await take_uploads(context, shelf));
    service::IdentityForm form = typed_identity(context, uploads);
    FormErrors errors = check_office_form(context, form);
    add_upload_errors(errors, uploads);
    if (errors.any()) co_return show_office_form(context, *mobile, uploads, errors);
    YX_CO_TRY(const domain::IdentityCaseId id,
              co_await service::send_office_form(
                  services, ticket, typed_person(context), std::move(form)));
    View view;
    view.add("OFFICE").set("REFERENCE", id.value).set("MASKED_MOBILE", *mobile);
    co_return show_done(context, "office_done", view);
}

}  // namespace yinxin::http
