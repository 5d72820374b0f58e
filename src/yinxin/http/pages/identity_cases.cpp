// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/identity_cases.hpp"

#include "yinxin/http/pages/identity_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/bindings.hpp"

namespace yinxin::http {
namespace {

using domain::IdentityCaseState;
using service::BindingStage;
using service::IdentityStory;

constexpr std::string_view page_url = "/bind/office";

Result<void> only_evidence_fields(const Context& context) {
    return only_fields(context,
                       {"issuer", "text", "kept1", "kept2", "kept3", "drop1", "drop2", "drop3"});
}

/// The office said no; the next request can do better.
void set_refusal(View& ask, const Context& context, const std::optional<IdentityStory>& last) {
    if (!last || last->request.state != IdentityCaseState::refused) return;
    const service::IdentityPart* answer = last->said_by_office();
    if (answer == nullptr) return;
    ask.add("REFUSED")
        .set("ANSWER_BODY", answer->text)
        .set("ANSWER_AT", time_words(context, answer->at));
}

Response show_form(Context& context,
                   const service::BindingState& state,
                   const std::optional<IdentityStory>& last,
                   const ShownUploads& uploads,
                   const FormErrors& errors) {
    View view;
    View& ask = view.add("ASK");
    set_refusal(ask, context, last);
    set_issuers(ask, context, context.request.form["issuer"]);
    ask.set("NAME", state.name)
        .set("MASKED_ID", state.masked_number)
        .set("V_TEXT", context.request.form["text"])
        .set("MOST", static_cast<std::int64_t>(domain::longest_doubt_text));
    set_uploads(ask, uploads);
    errors.show(view);
    return show_page(context, "bind_office", view, form_frame(Menu::account, errors));
}

Response show_story(Context& context,
                    const IdentityStory& story,
                    const ShownUploads& uploads,
                    const FormErrors& errors) {
    View view;
    set_own_request(view.add("REQUESTED"), context, story, uploads, page_url);
    errors.show(view);
    return show_page(context, "bind_office", view, form_frame(Menu::account, errors));
}

/// The newest request, if it is not settled.
bool is_open(const std::optional<IdentityStory>& story) {
    return story && !story->request.settled_at;
}

}  // namespace

Task<Result<Response>> bind_by_office(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    YX_CO_TRY(const service::BindingState state,
              co_await service::binding_state(services, account));
    if (state.stage == BindingStage::bound) co_return redirect_see_other("/certificates");
    if (state.stage == BindingStage::not_stated) co_return redirect_see_other("/bind/person");
    YX_CO_TRY(const auto story, co_await service::find_own_identity_case(services, account));
    ShownUploads uploads;
    FormErrors errors;
    if (context.request.method != Method::post) {
        if (is_open(story)) co_return show_story(context, *story, uploads, errors);
        co_return show_form(context, state, story, uploads, errors);
    }
    YX_CO_CHECK(only_evidence_fields(context));
    const UploadShelf shelf = evidence_shelf(context, service::identity_owner(account));
    YX_CO_TRY(uploads, co_await take_uploads(context, shelf));
    service::IdentityForm form = typed_identity(context, uploads);
    const auto text = domain::parse_doubt_text(form.text);
    if (!text) errors.add(context, "text", text.error());
    if (services.reference->find_issuer(form.issuer_id) == nullptr) {
        errors.add("issuer", say(context, "handler.identity_issuer"));
    }
    add_upload_errors(errors, uploads);
    if (errors.any()) co_return show_form(context, state, story, uploads, errors);
    const auto id =
        co_await service::request_office_confirmation(services, account, std::move(form));
    // Sent twice, or from another window: the one that is open is shown, and takes additions.
    const bool is_there = id || id.error().code() == ErrorCode::conflict;
    if (!is_there) co_return Error(id.error());
    co_return redirect_with_flash(context, page_url, id ? "identity_sent" : "identity_open");
}

Task<Result<Response>> add_to_office_request(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    YX_CO_CHECK(only_evidence_fields(context));
    YX_CO_TRY(const auto story, co_await service::find_own_identity_case(services, account));
    if (!is_open(story)) co_return redirect_see_other(page_url);
    const UploadShelf shelf = evidence_shelf(context, service::identity_owner(account));
    YX_CO_TRY(ShownUploads uploads, co_await take_uploads(context, shelf));
    FormErrors errors;
    service::IdentityForm form = typed_identity(context, uploads);
    const auto text = domain::parse_doubt_text(form.text);
    if (!text) errors.add(context, "text", text.error());
    add_upload_errors(errors, uploads);
    if (errors.any()) co_return show_story(context, *story, uploads, errors);
    const Result<void> added =
        co_await service::add_to_identity_case(services, account, std::move(form));
    if (added) co_return redirect_with_flash(context, page_url, "identity_added");
    // It was settled while somebody wrote: the page says how.
    if (added.error().code() == ErrorCode::doubt_closed) co_return redirect_see_other(page_url);
    co_return Error(added.error());
}

Task<Result<Response>> download_own_evidence(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("file"));
    YX_CO_TRY(
        const service::IdentityEvidence evidence,
        co_await service::load_own_evidence(
            context.site().services, context.visitor->facts.account, domain::IdentityFileId{id}));
    co_return file(std::make_shared<const std::string>(as_text(evidence.content)),
                   evidence.file.media,
                   evidence.file.name)
        .forbid_storing();
}

}  // namespace yinxin::http
