// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/applicant_cases.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/identity_words.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/recovery_steps.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/applicant_cases.hpp"

namespace yinxin::http {
namespace {

using service::IdentityStory;

constexpr RecoveryStep step{service::CodePurpose::office_case,
                            "/recover/office/state",
                            "/recover/office/state/confirm",
                            "/recover/office/state"};
constexpr std::string_view case_cookie = "office_case_open";
constexpr std::string_view case_url = "/recover/office/case";

Response show_story(Context& context,
                    const IdentityStory& story,
                    const ShownUploads& uploads,
                    const FormErrors& errors) {
    View view;
    set_own_request(view.add("REQUESTED"), context, story, uploads, case_url);
    errors.show(view);
    return show_page(context, "recover_case", view, form_frame(Menu::none, errors));
}

/// The hour is over, or the cookie is gone: another code is asked for.
bool is_over(const Error& error) {
    return error.code() == ErrorCode::code_expired;
}

}  // namespace

Task<Result<Response>> ask_for_case(Context& context) {
    FormErrors errors;
    const std::string reference(trim(context.request.form["reference"]));
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"reference"}));
        const auto ticket = co_await service::request_case_code(
            context.site().services, reference, origin_of(context));
        if (ticket) co_return to_step_code(context, step, ticket->token);
        if (ticket.error().code() != ErrorCode::invalid_input) co_return Error(ticket.error());
        errors.add("reference", say(context, "handler.case_reference"));
    }
    View view;
    view.set("V_REFERENCE", reference);
    errors.show(view);
    co_return show_page(context, "recover_case_ask", view, form_frame(Menu::none, errors));
}

Task<Result<Response>> confirm_case(Context& context) {
    co_return co_await confirm_step_code(
        context, step, {case_cookie, case_url}, service::open_applicant_case);
}

Task<Result<Response>> resend_case_code(Context& context) {
    co_return co_await resend_step_code(context, step);
}

Task<Result<Response>> show_case(Context& context) {
    const auto story = co_await service::load_applicant_case(context.site().services,
                                                             find_ticket(context, case_cookie));
    if (!story && is_over(story.error())) co_return redirect_see_other(step.form_url);
    if (!story) co_return Error(story.error());
    co_return show_story(context, *story, {}, {});
}

Task<Result<Response>> add_to_case(Context& context) {
    auto& services = context.site().services;
    const Secret ticket = find_ticket(context, case_cookie);
    YX_CO_CHECK(
        only_fields(context, {"text", "kept1", "kept2", "kept3", "drop1", "drop2", "drop3"}));
    const auto story = co_await service::load_applicant_case(services, ticket);
    if (!story && is_over(story.error())) co_return redirect_see_other(step.form_url);
    if (!story) co_return Error(story.error());
    if (story->request.settled_at) co_return redirect_see_other(case_url);
    const UploadShelf shelf = evidence_shelf(context, service::identity_owner(ticket));
    YX_CO_TRY(ShownUploads uploads, co_await take_uploads(context, shelf));
    FormErrors errors;
    service::IdentityForm form = typed_identity(context, uploads);
    const auto text = domain::parse_doubt_text(form.text);
    if (!text) errors.add(context, "text", text.error());
    add_upload_errors(errors, uploads);
    if (errors.any()) co_return show_story(context, *story, uploads, errors);
    const Result<void> added =
        co_await service::add_to_applicant_case(services, ticket, std::move(form));
    // Settled while somebody wrote: the page says how.
    const bool is_shown = added || added.error().code() == ErrorCode::doubt_closed;
    if (!is_shown) co_return Error(added.error());
    co_return redirect_with_flash(context, case_url, "identity_added");
}

Task<Result<Response>> download_case_evidence(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("file"));
    const auto evidence = co_await service::load_applicant_evidence(
        context.site().services, find_ticket(context, case_cookie), domain::IdentityFileId{id});
    if (!evidence && is_over(evidence.error())) co_return Error(ErrorCode::not_found, "evidence");
    if (!evidence) co_return Error(evidence.error());
    co_return file(std::make_shared<const std::string>(as_text(evidence->content)),
                   evidence->file.media,
                   evidence->file.name)
        .forbid_storing();
}

}  // namespace yinxin::http
