// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/problem.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/http/messages.hpp"
#include "yinxin/http/template.hpp"

#include <stdexcept>

namespace yinxin::http {
namespace {

/// "error.endorsement.limit_reached" with the error's values in it.
std::string text_of(const Failure& failure, const Messages& messages) {
    const std::string key = "error." + std::string(dotted_name(failure.error.code()));
    return messages.text(failure.language, key, failure.error.params());
}

/// "in 20 seconds" or "in 3 minutes".
std::string wait_text(const Failure& failure, const Messages& messages) {
    const auto wait = failure.error.retry_after().value_or(std::chrono::seconds(60));
    const bool in_minutes = wait >= std::chrono::seconds(90);
    const auto count =
        in_minutes ? std::chrono::ceil<std::chrono::minutes>(wait).count() : wait.count();
    return messages.text(failure.language,
                         in_minutes ? "wait.minutes" : "wait.seconds",
                         {{"n", std::to_string(count)}});
}

void add_retry(const Failure& failure, Response& response) {
    constexpr std::chrono::seconds until_operators_look{60};
    auto wait = failure.error.retry_after();
    // What is out of order now (a full disk, a busy pool) may well work later.
    if (!wait && failure.status == 503) wait = until_operators_look;
    if (wait) response.set("Retry-After", std::to_string(wait->count()));
}

std::string_view template_for(int status) noexcept {
    switch (status) {
        case 403:
            return "error_403";
        case 404:
            return "error_404";
        case 413:
            return "error_413";
        case 429:
            return "error_429";
        default:
            return status >= 500 ? "error_500" : "error_generic";
    }
}

/// What happened, as somebody of the office is told. No access and no such thing are told apart by
/// status alone: what another authority has is not there.
std::string office_text(const Failure& failure, const Messages& messages) {
    if (failure.status == 404) return messages.text(failure.language, "handler.office_not_found");
    if (failure.status == 429) return wait_text(failure, messages);
    if (failure.error.code() == ErrorCode::forbidden) {
        return messages.text(failure.language, "handler.office_forbidden");
    }
    return text_of(failure, messages);
}

Response draw_office(const Failure& failure,
                     const Templates& templates,
                     const Messages& messages,
                     const ErrorLayout& layout) {
    const std::string title = messages.text(
        failure.language, failure.status == 404 ? "title.error_404" : "title.office_error");
    View view;
    view.set("ERROR_TITLE", title).set("ERROR_TEXT", office_text(failure, messages));
    view.show_either(failure.staff != nullptr, "SIGNED_IN", "SIGNED_OUT");
    if (failure.status >= 500) view.add("OUR_FAULT").set("INCIDENT", failure.id);
    View frame = layout(failure);
    frame.set("PAGE_TITLE", title);
    return html(templates.page(failure.language, "office_error", view, frame, "office_layout"),
                failure.status);
}

Response draw(const Failure& failure,
              const Templates& templates,
              const Messages& messages,
              const ErrorLayout& layout) {
    if (failure.is_office()) return draw_office(failure, templates, messages, layout);
    // Said in its own words: nothing of ours is broken, and there are ways without a code.
    const bool says_so = failure.error.code() == ErrorCode::messages_unavailable ||
                         failure.error.code() == ErrorCode::mail_unavailable;
    const std::string_view name = says_so ? "error_generic" : template_for(failure.status);
    View view;
    if (failure.status == 429) {
        view.set("WAIT_TEXT", wait_text(failure, messages));
    } else if (failure.status >= 500) {
        view.set("INCIDENT", failure.id);
    } else if (name == "error_generic") {
        view.set("ERROR_TEXT", text_of(failure, messages));
    }
    return html(templates.page(failure.language, name, view, layout(failure)), failure.status);
}

/// Programs get JSON: whoever asks for it, and everybody at the doors of programs.
bool wants_problem(const Request* request) {
    return request != nullptr && (request->wants_json() || request->path.starts_with("/api/") ||
                                  request->path == "/office/api");
}

}  // namespace

bool Failure::is_office() const noexcept {
    return request != nullptr &&
           (request->path == "/office" || request->path.starts_with("/office/"));
}

// NOLINTNEXTLINE(readability-function-size): one line per outcome, and the compiler counts them.
int status_of(ErrorCode code) noexcept {
    switch (code) {
        case ErrorCode::malformed:
            return 400;

        case ErrorCode::login_failed:
        case ErrorCode::login_required:
        case ErrorCode::session_expired:
        case ErrorCode::api_key_invalid:
        case ErrorCode::receipt_refused:
        case ErrorCode::staff_login_failed:
        case ErrorCode::staff_session_over:
        case ErrorCode::office_request_refused:
            return 401;

        case ErrorCode::forbidden:
        case ErrorCode::confirmation_required:
        case ErrorCode::csrf_failed:
        case ErrorCode::password_disabled:
        case ErrorCode::api_address_refused:
        case ErrorCode::api_scope_missing:
        case ErrorCode::api_sandbox_only:
        case ErrorCode::api_no_organisation:
        case ErrorCode::staff_step_up_required:
        case ErrorCode::staff_same_person:
        case ErrorCode::provider_refused:
        case ErrorCode::provider_denied:
            return 403;

        case ErrorCode::not_found:
        case ErrorCode::copy_code_invalid:
            return 404;

        case ErrorCode::conflict:
        case ErrorCode::consent_required:
        case ErrorCode::notice_not_in_force:
        case ErrorCode::login_name_taken:
        case ErrorCode::document_registered:
        case ErrorCode::binding_required:
        case ErrorCode::binding_needs_office:
        case ErrorCode::already_bound:
        case ErrorCode::endorsement_limit_reached:
        case ErrorCode::endorsement_pending:
        case ErrorCode::endorsement_not_needed:
        case ErrorCode::authorised_use_over:
        case ErrorCode::endorsement_not_ready:
        case ErrorCode::endorsement_short_confirmation:
        case ErrorCode::endorsement_repeat_confirmation:
        case ErrorCode::certificate_not_valid:
        case ErrorCode::data_check_required:
        case ErrorCode::storage_conflict:
        case ErrorCode::release_lost:
        case ErrorCode::bulk_running:
        case ErrorCode::bulk_not_open:
        case ErrorCode::api_idempotency_running:
        case ErrorCode::api_two_keys_live:
        case ErrorCode::organisation_registered:
        case ErrorCode::organisation_last_owner:
        case ErrorCode::organisation_member_exists:
        case ErrorCode::organisation_too_many:
        case ErrorCode::organisation_purpose_exists:
        case ErrorCode::staff_roles_exclusive:
        case ErrorCode::staff_last_of_role:
        case ErrorCode::proposal_not_open:
        case ErrorCode::proposal_outdated:
        case ErrorCode::certificate_may_not_become:
        case ErrorCode::paper_not_reissued:
        case ErrorCode::doubt_closed:
        case ErrorCode::import_not_open:
        case ErrorCode::import_has_faults:
        case ErrorCode::batch_state_wrong:
        case ErrorCode::seal_may_not_become:
        case ErrorCode::text_edited_meanwhile:
        case ErrorCode::provider_person_differs:
        case ErrorCode::provider_login_taken:
        case ErrorCode::mobile_missing:
        case ErrorCode::provider_login_last:
            return 409;

        case ErrorCode::endorsement_expired:
        case ErrorCode::endorsement_withdrawn:
        case ErrorCode::download_link_used:
        case ErrorCode::api_cursor_gone:
        case ErrorCode::organisation_invitation_over:
        case ErrorCode::staff_invitation_over:
        case ErrorCode::provider_login_over:
            return 410;

        case ErrorCode::too_large:
            return 413;
        case ErrorCode::unsupported:
            return 415;

        case ErrorCode::invalid_input:
        case ErrorCode::password_too_short:
        case ErrorCode::password_too_long:
        case ErrorCode::password_common:
        case ErrorCode::password_current_wrong:
        case ErrorCode::login_name_invalid:
        case ErrorCode::code_wrong:
        case ErrorCode::code_expired:
        case ErrorCode::binding_proof_wrong:
        case ErrorCode::id_number_length:
        case ErrorCode::id_number_characters:
        case ErrorCode::id_number_date:
        case ErrorCode::id_number_check:
        case ErrorCode::id_number_region:
        case ErrorCode::name_invalid:
        case ErrorCode::name_private_use:
        case ErrorCode::mobile_invalid:
        case ErrorCode::mail_invalid:
        case ErrorCode::endorsement_days_out_of_range:
        case ErrorCode::endorsement_scenario_unknown:
        case ErrorCode::endorsement_recipient_invalid:
        case ErrorCode::identifier_check:
        case ErrorCode::certificate_number_invalid:
        case ErrorCode::human_check_failed:
        case ErrorCode::sheet_unreadable:
        case ErrorCode::sheet_old_excel:
        case ErrorCode::sheet_encoding:
        case ErrorCode::sheet_quoting:
        case ErrorCode::sheet_too_many_rows:
        case ErrorCode::sheet_too_many_columns:
        case ErrorCode::sheet_cell_too_long:
        case ErrorCode::sheet_missing:
        case ErrorCode::sheet_too_large:
        case ErrorCode::archive_unreadable:
        case ErrorCode::archive_encrypted:
        case ErrorCode::archive_unsafe:
        case ErrorCode::archive_too_large:
        case ErrorCode::archive_nested:
        case ErrorCode::sheet_number_lost:
        case ErrorCode::bulk_too_many:
        case ErrorCode::bulk_columns_missing:
        case ErrorCode::bulk_empty:
        case ErrorCode::purpose_invalid:
        case ErrorCode::api_idempotency_reused:
        case ErrorCode::webhook_url_refused:
        case ErrorCode::organisation_name_invalid:
        case ErrorCode::organisation_uscc_invalid:
        case ErrorCode::authorised_use_code_invalid:
        case ErrorCode::authorised_use_organisation_unknown:
        case ErrorCode::organisation_contact_invalid:
        case ErrorCode::display_day_invalid:
        case ErrorCode::staff_code_wrong:
        case ErrorCode::staff_passkey_refused:
        case ErrorCode::second_factor_wrong:
        case ErrorCode::passkey_refused:
        case ErrorCode::office_reason_missing:
        case ErrorCode::office_time_invalid:
        case ErrorCode::office_decision_no_invalid:
        case ErrorCode::office_attachment_refused:
        case ErrorCode::doubt_text_invalid:
        case ErrorCode::import_mapping_incomplete:
        case ErrorCode::import_empty:
        case ErrorCode::import_file_unknown:
        case ErrorCode::seal_dates_invalid:
        case ErrorCode::seal_picture_refused:
        case ErrorCode::text_invalid:
            return 422;

        case ErrorCode::too_many_requests:
        case ErrorCode::api_too_many_misses:
            return 429;

        case ErrorCode::unavailable:
        case ErrorCode::key_unavailable:
        case ErrorCode::timestamp_unavailable:
        case ErrorCode::messages_unavailable:
        case ErrorCode::mail_unavailable:
        case ErrorCode::revocation_stale:
        case ErrorCode::seal_not_in_use:
        case ErrorCode::clock_behind:
        case ErrorCode::storage_unavailable:
        case ErrorCode::provider_unavailable:
            return 503;
        case ErrorCode::timed_out:
            return 504;

        // Faults of ours: nothing the person could do differently.
        case ErrorCode::internal:
        case ErrorCode::config_invalid:
        case ErrorCode::file_missing:
        case ErrorCode::file_io:
        case ErrorCode::glyph_missing:
        case ErrorCode::text_does_not_fit:
        case ErrorCode::photo_unreadable:
        case ErrorCode::template_unknown:
        case ErrorCode::font_missing:
        case ErrorCode::qr_too_large:
        case ErrorCode::seal_unknown:
        case ErrorCode::signature_failed:
        case ErrorCode::signature_too_large:
        case ErrorCode::signature_wrong:
        case ErrorCode::certificate_unreadable:
        case ErrorCode::certificate_not_current:
        case ErrorCode::certificate_untrusted:
        case ErrorCode::certificate_revoked:
        case ErrorCode::timestamp_wrong:
        case ErrorCode::revocation_refused:
        case ErrorCode::draft_refused:
        case ErrorCode::sealed_file_refused:
        case ErrorCode::intent_refused:
        case ErrorCode::unsealing_failed:
        case ErrorCode::approval_wrong:
        case ErrorCode::storage_schema:
        case ErrorCode::blob_corrupt:
        case ErrorCode::lease_lost:
            return 500;
    }
    return 500;
}

Response problem_json(const Failure& failure, const Messages& messages) {
    const std::string name(dotted_name(failure.error.code()));
    const auto quote = [](std::string_view text) { return log::json_quote(text); };
    std::string text = "{\"type\":" + quote("urn:yinxin:error:" + name) +
                       ",\"title\":" + quote(text_of(failure, messages)) +
                       ",\"code\":" + quote(name) +
                       ",\"status\":" + std::to_string(failure.status) +
                       ",\"instance\":" + quote("urn:yinxin:request:" + failure.id);
    for (const auto& [key, value] : failure.error.params()) {
        text += ',' + quote(key) + ':' + quote(value);
    }
    Response response = json(text + '}', failure.status);
    response.set("Content-Type", "application/problem+json");
    add_retry(failure, response);
    return response;
}

Response plain_error(const Failure& failure) {
    std::string text = std::to_string(failure.status) + ' ' +
                       std::string(dotted_name(failure.error.code())) + '\n';
    if (failure.status >= 500) text += failure.id + '\n';
    Response response = plain_text(std::move(text), failure.status);
    add_retry(failure, response);
    return response;
}

ErrorPages make_error_pages(const Templates& templates,
                            const Messages& messages,
                            ErrorLayout layout) {
    return [&templates, &messages, layout = std::move(layout)](const Failure& failure) {
        if (wants_problem(failure.request)) {
            return problem_json(failure, messages);
        }
        try {
            Response response = draw(failure, templates, messages, layout);
            add_retry(failure, response);
            response.add("Content-Language", tag(failure.language));
            return response;
        } catch (const std::logic_error& bug) {
            // An error page that fails must not hide what it was about.
            log::error("error_page.failed", {{"id", failure.id}, {"what", bug.what()}});
            return plain_error(failure);
        }
    };
}

}  // namespace yinxin::http
