// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/agent_requests.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/identity_words.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/recovery_steps.hpp"
#include "yinxin/http/pages/registration.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/agent_requests.hpp"

namespace yinxin::http {
namespace {

using domain::IdentityCaseKind;
using service::TypedPerson;

constexpr RecoveryStep step{service::CodePurpose::agent, "/agent", "/agent/confirm", "/agent"};
constexpr std::string_view form_cookie = "agent_form";
constexpr std::string_view form_url = "/agent/form";

TypedPerson typed_agent(const Context& context) {
    const Fields& form = context.request.form;
    TypedPerson typed;
    if (const auto type = domain::parse_key<domain::IdDocumentType>(form["agent_type"])) {
        typed.id_type = *type;
    }
    typed.id_number = form["agent_number"];
    typed.name = form["agent_name"];
    return typed;
}

/// What is asked for, where it is one of an agent's.
std::optional<IdentityCaseKind> typed_kind(const Context& context) {
    const auto kind = domain::parse_key<IdentityCaseKind>(context.request.form["kind"]);
    if (!kind || !domain::is_of_agent(*kind)) return std::nullopt;
    return *kind;
}

Response show_form(Context& context,
                   const std::string& masked_mobile,
                   const ShownUploads& uploads,
                   const FormErrors& errors) {
    const Fields& form = context.request.form;
    View view;
    set_typed_person(view, context, typed_person(context));
    const TypedPerson agent = typed_agent(context);
    for (const auto& [type, key] : domain::all_keyed<domain::IdDocumentType>()) {
        View& option = view.add("AGENT_TYPES");
        option.set("VALUE", key).set("LABEL", id_type_words(context, type));
        option.show_if("SELECTED", type == agent.id_type);
    }
    for (const auto& [kind, key] : domain::all_keyed<IdentityCaseKind>()) {
        if (!domain::is_of_agent(kind)) continue;
        View& option = view.add("KINDS");
        option.set("VALUE", key).set("LABEL", say(context, "agent_wish." + std::string(key)));
        option.show_if("SELECTED", form["kind"] == key);
    }
    set_issuers(view, context, form["issuer"]);
    set_uploads(view, uploads);
    view.set("MASKED_MOBILE", masked_mobile)
        .set("V_AGENT_NUMBER", agent.id_number)
        .set("V_AGENT_NAME", agent.name)
        .set("V_TEXT", form["text"])
        .set("MOST", static_cast<std::int64_t>(domain::longest_doubt_text));
    errors.show(view);
    return show_page(context, "agent_form", view, form_frame(Menu::none, errors));
}

/// Everything that is wrong with the form at once.
FormErrors check_form(const Context& context, const service::IdentityForm& form) {
    FormErrors errors;
    if (!typed_kind(context)) errors.add("kind", say(context, "handler.agent_kind"));
    check_typed_person(context, errors, typed_agent(context), service::agent_fields);
    check_typed_person(context, errors, typed_person(context));
    if (context.site().services.reference->find_issuer(form.issuer_id) == nullptr) {
        errors.add("issuer", say(context, "handler.identity_issuer"));
    }
    const auto text = domain::parse_doubt_text(form.text);
    if (!text) errors.add(context, "text", text.error());
    if (form.files.empty()) errors.add("files", say(context, "handler.agent_files"));
    return errors;
}

}  // namespace

Task<Result<Response>> begin_agent_request(Context& context) {
    co_return co_await ask_for_mobile(context, step, service::request_agent_code);
}

Task<Result<Response>> confirm_agent_mobile(Context& context) {
    co_return co_await confirm_step_code(
        context, step, {form_cookie, form_url}, service::open_agent_form);
}

Task<Result<Response>> resend_agent_code(Context& context) {
    co_return co_await resend_step_code(context, step);
}

Task<Result<Response>> send_agent_request(Context& context) {
    auto& services = context.site().services;
    const Secret ticket = find_ticket(context, form_cookie);
    const auto mobile = co_await service::find_agent_form(services, ticket);
    // Over, sent, or never begun: the mobile has to be proved first.
    if (!mobile) co_return redirect_see_other(step.form_url);
    ShownUploads uploads;
    if (context.request.method != Method::post) {
        co_return show_form(context, *mobile, uploads, {});
    }
    YX_CO_CHECK(only_fields(context,
                            {"kind",
                             "agent_type",
                             "agent_number",
                             "agent_name",
                             "id_type",
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
    FormErrors errors = check_form(context, form);
    add_upload_errors(errors, uploads);
    if (errors.any()) co_return show_form(context, *mobile, uploads, errors);
    YX_CO_TRY(
        const domain::IdentityCaseId id,
        co_await service::send_agent_form(
            services,
            ticket,
            {*typed_kind(context), typed_agent(context), typed_person(context), std::move(form)}));
    View view;
    view.add("AGENT").set("REFERENCE", id.value).set("MASKED_MOBILE", *mobile);
    co_return show_page(
        context, "recover_done", view, {.title = say(context, "recover.office_done")});
}

}  // namespace yinxin::http
