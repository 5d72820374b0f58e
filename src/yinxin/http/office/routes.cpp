// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/routes.hpp"

#include "yinxin/http/office/account.hpp"
#include "yinxin/http/office/audit.hpp"
#include "yinxin/http/office/batch_wishes.hpp"
#include "yinxin/http/office/batches.hpp"
#include "yinxin/http/office/confirm.hpp"
#include "yinxin/http/office/doubt_directory.hpp"
#include "yinxin/http/office/doubts.hpp"
#include "yinxin/http/office/erasures.hpp"
#include "yinxin/http/office/import_columns.hpp"
#include "yinxin/http/office/import_rows.hpp"
#include "yinxin/http/office/import_steps.hpp"
#include "yinxin/http/office/imports.hpp"
#include "yinxin/http/office/login.hpp"
#include "yinxin/http/office/messages.hpp"
#include "yinxin/http/office/overview.hpp"
#include "yinxin/http/office/paper.hpp"
#include "yinxin/http/office/paper_batch.hpp"
#include "yinxin/http/office/passkeys.hpp"
#include "yinxin/http/office/person_routes.hpp"
#include "yinxin/http/office/proposals.hpp"
#include "yinxin/http/office/request_keys.hpp"
#include "yinxin/http/office/rules.hpp"
#include "yinxin/http/office/running.hpp"
#include "yinxin/http/office/seals.hpp"
#include "yinxin/http/office/staff.hpp"
#include "yinxin/http/office/statistics.hpp"
#include "yinxin/http/office/texts.hpp"
#include "yinxin/http/office/watched_doors.hpp"

namespace yinxin::http {
namespace {

using domain::OfficeAct;

/// A form of the usual size, sealed and in base64, on its way through the second factor.
constexpr std::size_t interrupted_form = std::size_t{128} * 1024;

void add_doors(Router& router) {
    const auto door = Access::office_door;
    router.get("/office/login", "office_login", staff_login).needs(door);
    router.post("/office/login", "office_login_post", staff_login).needs(door).checks_password();
    router.get("/office/login/code", "office_code", staff_login_code).needs(door);
    router.post("/office/login/code", "office_code_post", staff_login_code).needs(door);
    router.post("/office/logout", "office_logout", staff_logout).needs(door);
    router.get("/office/enrol", "office_invitation", staff_invitation).needs(door);
    router.post("/office/enrol", "office_invitation_post", staff_invitation).needs(door);
    router.get("/office/enrol/accept", "office_enrol", staff_enrol).needs(door);
    router.post("/office/enrol/accept", "office_enrol_post", staff_enrol)
        .needs(door)
        .checks_password();
}

void add_own(Router& router) {
    const auto see = OfficeAct::see_office;
    router.get("/office", "office_overview", show_overview).needs(see);
    router.get("/office/confirm", "office_confirm", staff_confirm).needs(see);
    router.post("/office/confirm", "office_confirm_post", staff_confirm)
        .needs(see)
        .takes(interrupted_form);
    router.get("/office/account", "office_account", show_staff_account).needs(see);
    router.get("/office/account/password", "office_password", change_own_password)
        .needs(see)
        .needs_confirmation();
    router.post("/office/account/password", "office_password_post", change_own_password)
        .needs(see)
        .needs_confirmation();
    router.get("/office/account/authenticator", "office_authenticator", change_own_authenticator)
        .needs(see)
        .needs_confirmation();
    router
        .post(
            "/office/account/authenticator", "office_authenticator_post", change_own_authenticator)
        .needs(see)
        .needs_confirmation();
    router.get("/office/account/recovery-codes", "office_codes", renew_own_recovery_codes)
        .needs(see)
        .needs_confirmation();
    router.post("/office/account/recovery-codes", "office_codes_renew", renew_own_recovery_codes)
        .needs(see)
        .needs_confirmation();
    router.post("/office/account/sessions/end", "office_sessions_end", end_own_other_sessions)
        .needs(see);
}

/// Other ways to prove who one is: passkeys, and keys of signed requests.
void add_keys(Router& router, const config::Limits& limits) {
    const auto see = OfficeAct::see_office;
    router.get("/office/account/passkeys", "office_passkeys", own_passkeys)
        .needs(see)
        .needs_confirmation();
    router.post("/office/account/passkeys", "office_passkeys_post", own_passkeys)
        .needs(see)
        .needs_confirmation();
    router.post("/office/account/passkeys/remove", "office_passkey_remove", remove_own_passkey)
        .needs(see)
        .needs_confirmation();
    router.get("/office/account/keys", "office_request_keys", own_request_keys)
        .needs(see)
        .needs_confirmation();
    router.post("/office/account/keys", "office_request_keys_post", own_request_keys)
        .needs(see)
        .needs_confirmation();
    router.post("/office/account/keys/remove", "office_request_key_remove", remove_own_request_key)
        .needs(see)
        .needs_confirmation();
    // A signature and no cookie says who asks: nothing another site's page could borrow.
    router.post("/office/api", "office_api", answer_signed_request)
        .needs(Access::machine)
        .from_anywhere()
        .takes(most_signed_request(limits));
}

void add_staff(Router& router) {
    const auto manage = OfficeAct::manage_staff;
    const auto guard = [manage](auto& route) { route.needs(manage).needs_confirmation(); };
    router.get("/office/staff", "office_staff", show_staff).needs(manage);
    router.get("/office/erasures", "office_erasures", show_erasures).needs(manage);
    guard(router.get("/office/staff/invite", "office_invite", invite_colleague));
    guard(router.post("/office/staff/invite", "office_invite_post", invite_colleague));
    guard(router.get("/office/staff/{staff}", "office_colleague", show_colleague));
    guard(router.post(
        "/office/staff/{staff}/roles", "office_colleague_roles", change_colleague_roles));
    guard(router.post(
        "/office/staff/{staff}/recover", "office_colleague_recover", recover_colleague));
    guard(router.post(
        "/office/staff/{staff}/state", "office_colleague_state", change_colleague_state));
}

/// Everybody may look at what concerns his work; the use case decides what that is.
void add_proposals(Router& router) {
    const auto see = OfficeAct::see_office;
    router.get("/office/proposals", "office_proposals", show_proposals).needs(see);
    router.get("/office/proposals/{proposal}", "office_proposal", show_proposal)
        .needs(see)
        .needs_confirmation();
    router.post("/office/proposals/{proposal}/decide", "office_proposal_decide", decide_proposal)
        .needs(see)
        .needs_confirmation();
    router
        .post(
            "/office/proposals/{proposal}/withdraw", "office_proposal_withdraw", withdraw_proposal)
        .needs(see);
    router
        .get("/office/proposals/{proposal}/attachment",
             "office_proposal_attachment",
             download_attachment)
        .needs(see);
}

void add_watching(Router& router) {
    router.post("/office/alarms/{alarm}/end", "office_alarm_end", end_alarm)
        .needs(OfficeAct::see_alarms);
    const auto count = OfficeAct::read_statistics;
    router.get("/office/statistics", "office_statistics", show_statistics).needs(count);
    router.post("/office/statistics/export", "office_statistics_export", export_statistics)
        .needs(count);
    const auto run = OfficeAct::run_service;
    router.get("/office/service", "office_running", show_running).needs(run);
    router.post("/office/service/jobs/{job}/retry", "office_job_retry", retry_job).needs(run);
    router.get("/office/messages", "office_messages", show_message_log).needs(run);
    router.get("/office/doors", "office_watched_doors", show_watched_doors)
        .needs(OfficeAct::watch_doors);
    router.get("/office/audit", "office_audit", show_audit).needs(OfficeAct::read_audit);
    router.post("/office/audit/export", "office_audit_export", export_audit)
        .needs(OfficeAct::read_audit)
        .needs_confirmation();
}

void add_texts(Router& router) {
    const auto edit = OfficeAct::edit_texts;
    router.get("/office/texts", "office_texts", show_texts).needs(edit);
    router.get("/office/texts/notice", "office_notice", edit_notice).needs(edit);
    router.post("/office/texts/notice", "office_notice_post", edit_notice).needs(edit);
    router.get("/office/texts/privacy", "office_privacy", edit_notice).needs(edit);
    router.post("/office/texts/privacy", "office_privacy_post", edit_notice).needs(edit);
    router.get("/office/texts/articles/{article}", "office_article", edit_article).needs(edit);
    router.post("/office/texts/articles/{article}", "office_article_post", edit_article)
        .needs(edit);
    router.post("/office/texts/articles/{article}/undo", "office_article_undo", undo_article)
        .needs(edit);
}

void add_rules(Router& router) {
    const auto edit = OfficeAct::edit_rules;
    router.get("/office/rules", "office_rules", show_rules).needs(edit);
    router.get("/office/rules/policies/{policy}", "office_policy", edit_policy).needs(edit);
    router.post("/office/rules/policies/{policy}", "office_policy_post", edit_policy).needs(edit);
    router.get("/office/rules/qualifications/{item}", "office_edition", edit_edition).needs(edit);
    router.post("/office/rules/qualifications/{item}", "office_edition_post", edit_edition)
        .needs(edit);
    router
        .get("/office/rules/qualifications/{item}/preview.svg",
             "office_edition_preview",
             preview_template)
        .needs(edit);
    router.get("/office/rules/footer", "office_footer", edit_footer).needs(edit);
    router.post("/office/rules/footer", "office_footer_post", edit_footer).needs(edit);
}

void add_seals(Router& router) {
    const auto see = OfficeAct::stop_seal;
    const auto change = OfficeAct::propose_seal;
    router.get("/office/seals", "office_seals", show_seals).needs(see);
    router.get("/office/seals/new", "office_seal_new", apply_for_seal)
        .needs(change)
        .needs_confirmation();
    // A file, or the picture of an earlier one in a hidden field, and the rest of the form.
    constexpr std::size_t most_of_form = std::size_t{2} * 1024 * 1024;
    router.post("/office/seals/new", "office_seal_apply", apply_for_seal)
        .needs(change)
        .needs_confirmation()
        .takes(most_of_form);
    router.get("/office/seals/{seal}", "office_seal", show_seal).needs(see).needs_confirmation();
    router.get("/office/seals/{seal}/picture.svg", "office_seal_picture", show_seal_picture)
        .needs(see);
    router.post("/office/seals/{seal}/step", "office_seal_step", propose_seal_step)
        .needs(change)
        .needs_confirmation();
    router.post("/office/seals/{seal}/assign", "office_seal_assign", assign_seal)
        .needs(change)
        .needs_confirmation();
    router.post("/office/seals/{seal}/stop", "office_seal_stop", stop_seal)
        .needs(see)
        .needs_confirmation();
}

void add_imports(Router& router, const config::Limits& limits) {
    const auto import = OfficeAct::import_results;
    const auto most = static_cast<std::size_t>(limits.office_upload);
    router.get("/office/imports", "office_imports", show_imports).needs(import);
    router.post("/office/imports", "office_import_upload", upload_import)
        .needs(import)
        .takes(most)
        .spools_uploads();
    router.get("/office/imports/template", "office_import_template", download_template)
        .needs(import);
    router.get("/office/imports/demo/{series}/table", "office_import_demo", download_demo_table)
        .needs(import);
    router
        .get("/office/imports/demo/{series}/photos",
             "office_import_demo_photos",
             download_demo_photos)
        .needs(import);
    router.get("/office/imports/{import}", "office_import", show_import).needs(import);
    router.get("/office/imports/{import}/columns", "office_import_columns", show_import_columns)
        .needs(import);
    router
        .post("/office/imports/{import}/columns", "office_import_columns_post", set_import_columns)
        .needs(import);
    router.get("/office/imports/{import}/rows", "office_import_rows", show_import_rows)
        .needs(import);
    router.get("/office/imports/{import}/rows/{row}", "office_import_row", show_import_row)
        .needs(import);
    router.post("/office/imports/{import}/rows/{row}", "office_import_row_post", change_import_row)
        .needs(import);
    router.get("/office/imports/{import}/download", "office_import_download", download_import_rows)
        .needs(import);
}

/// From the checked rows to the submission, or to the end.
void add_import_steps(Router& router, const config::Limits& limits) {
    const auto import = OfficeAct::import_results;
    const auto most = static_cast<std::size_t>(limits.office_upload);
    router.get("/office/imports/{import}/photos", "office_import_photos", show_import_photos)
        .needs(import);
    router
        .post("/office/imports/{import}/photos", "office_import_photos_post", upload_import_photos)
        .needs(import)
        .takes(most)
        .spools_uploads();
    router
        .get("/office/imports/{import}/specimens", "office_import_specimens", show_import_specimens)
        .needs(import);
    router
        .post(
            "/office/imports/{import}/leave-out", "office_import_leave_out", leave_out_import_rows)
        .needs(import);
    router
        .post(
            "/office/imports/{import}/take-back", "office_import_take_back", take_back_import_rows)
        .needs(import);
    router.get("/office/imports/{import}/submit", "office_import_submit", submit_import)
        .needs(import);
    router.post("/office/imports/{import}/submit", "office_import_submit_post", submit_import)
        .needs(import);
    router.post("/office/imports/{import}/reopen", "office_import_reopen", reopen_import)
        .needs(import);
    router.post("/office/imports/{import}/discard", "office_import_discard", discard_import)
        .needs(import);
}

void add_batches(Router& router) {
    const auto see = OfficeAct::see_batches;
    const auto prepare = OfficeAct::prepare_change;
    const auto stop = OfficeAct::stop_at_once;
    router.get("/office/batches", "office_batches", show_batches).needs(see);
    router.get("/office/batches/{batch}", "office_batch", show_batch).needs(see);
    router.get("/office/batches/{batch}/samples/{sample}", "office_batch_sample", show_batch_sample)
        .needs(see);
    router
        .post(
            "/office/batches/{batch}/leftovers", "office_batch_leftovers", download_batch_leftovers)
        .needs(see);
    router.get("/office/batches/{batch}/release", "office_batch_release", wish_release)
        .needs(prepare)
        .needs_confirmation();
    router.post("/office/batches/{batch}/release", "office_batch_release_post", wish_release)
        .needs(prepare)
        .needs_confirmation();
    router.get("/office/batches/{batch}/recall", "office_batch_recall", wish_recall)
        .needs(prepare)
        .needs_confirmation();
    router.post("/office/batches/{batch}/recall", "office_batch_recall_post", wish_recall)
        .needs(prepare)
        .needs_confirmation();
    router.get("/office/batches/{batch}/restore", "office_batch_restore", wish_restore)
        .needs(prepare)
        .needs_confirmation();
    router.post("/office/batches/{batch}/restore", "office_batch_restore_post", wish_restore)
        .needs(prepare)
        .needs_confirmation();
    router.get("/office/batches/{batch}/stop", "office_batch_stop", stop_batch_now)
        .needs(stop)
        .needs_confirmation();
    router.post("/office/batches/{batch}/stop", "office_batch_stop_post", stop_batch_now)
        .needs(stop)
        .needs_confirmation();
}

/// Who answers is a correspondent; clerks and approvers read what a correction goes back to.
void add_doubts(Router& router) {
    const auto see = OfficeAct::see_doubts;
    const auto answer = OfficeAct::answer_doubts;
    const auto edit = OfficeAct::edit_rules;
    const std::string one = "/office/doubts/{doubt}";
    router.get("/office/doubts", "office_doubts", show_doubt_queue).needs(see);
    router.post("/office/doubts/desks", "office_doubt_desks", choose_desks).needs(answer);
    // Whoever decides on a change reads what is in force; only editors get the form.
    router.get("/office/doubts/directory", "office_doubt_directory", edit_doubt_directory)
        .needs(OfficeAct::see_office);
    router.post("/office/doubts/directory", "office_doubt_directory_post", edit_doubt_directory)
        .needs(edit);
    router.get(one, "office_doubt", show_doubt_sheet).needs(see);
    router.get(one + "/picture.svg", "office_doubt_picture", show_doubted_picture).needs(see);
    router.get(one + "/files/{file}", "office_doubt_file", download_doubt_attachment).needs(see);
    router.post(one + "/take", "office_doubt_take", take_one_doubt).needs(answer);
    router.post(one + "/ask", "office_doubt_ask", ask_about_doubt).needs(answer);
    router.post(one + "/answer", "office_doubt_answer", answer_one_doubt).needs(answer);
}

void add_paper(Router& router) {
    constexpr std::size_t batch_bytes = std::size_t{4} * 1024 * 1024;
    const auto keep = OfficeAct::keep_paper_register;
    const std::string one = "/office/paper/{line}";
    router.get("/office/paper", "office_papers", show_paper_list).needs(keep);
    router.post("/office/paper/find", "office_paper_find", find_paper).needs(keep);
    router.get("/office/paper/batch", "office_paper_batch", register_paper_batch).needs(keep);
    router.post("/office/paper/batch", "office_paper_batch_post", register_paper_batch)
        .needs(keep)
        .takes(batch_bytes);
    router
        .get("/office/paper/batch/template.xlsx", "office_paper_template", download_paper_template)
        .needs(keep);
    router.get(one, "office_paper", show_paper).needs(keep);
    router.post(one + "/print", "office_paper_print", print_one_paper).needs(keep);
    router.post(one + "/edit", "office_paper_edit", edit_one_paper).needs(keep);
    router.post(one + "/state", "office_paper_state", change_one_paper).needs(keep);
    router.post(one + "/undo", "office_paper_undo", undo_one_paper).needs(keep);
}

}  // namespace

void add_office(Router& router, const config::Limits& limits) {
    add_doors(router);
    add_own(router);
    add_keys(router, limits);
    add_staff(router);
    add_proposals(router);
    add_watching(router);
    add_texts(router);
    add_rules(router);
    add_seals(router);
    add_imports(router, limits);
    add_import_steps(router, limits);
    add_batches(router);
    add_doubts(router);
    add_paper(router);
    add_persons(router);
}

}  // namespace yinxin::http
