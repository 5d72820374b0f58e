// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/routes.hpp"

#include "yinxin/http/office/account.hpp"
#include "yinxin/http/office/import_columns.hpp"
#include "yinxin/http/office/import_rows.hpp"
#include "yinxin/http/office/import_steps.hpp"
#include "yinxin/http/office/imports.hpp"
#include "yinxin/http/office/login.hpp"
#include "yinxin/http/office/overview.hpp"
#include "yinxin/http/office/proposals.hpp"
#include "yinxin/http/office/staff.hpp"

namespace yinxin::http {
namespace {

using domain::OfficeAct;

void add_doors(Router& router) {
    const auto door = Access::office_door;
    router.get("/office/login", "office_login", staff_login).needs(door);
    router.post("/office/login", "office_login_post", staff_login).needs(door);
    router.get("/office/login/code", "office_code", staff_login_code).needs(door);
    router.post("/office/login/code", "office_code_post", staff_login_code).needs(door);
    router.post("/office/logout", "office_logout", staff_logout).needs(door);
    router.get("/office/enrol", "office_invitation", staff_invitation).needs(door);
    router.post("/office/enrol", "office_invitation_post", staff_invitation).needs(door);
    router.get("/office/enrol/accept", "office_enrol", staff_enrol).needs(door);
    router.post("/office/enrol/accept", "office_enrol_post", staff_enrol).needs(door);
}

void add_own(Router& router) {
    const auto see = OfficeAct::see_office;
    router.get("/office", "office_overview", show_overview).needs(see);
    router.get("/office/confirm", "office_confirm", staff_confirm).needs(see);
    router.post("/office/confirm", "office_confirm_post", staff_confirm).needs(see);
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
    router.post("/office/account/recovery-codes", "office_codes_renew", renew_own_recovery_codes)
        .needs(see);
    router.post("/office/account/sessions/end", "office_sessions_end", end_own_other_sessions)
        .needs(see);
}

void add_staff(Router& router) {
    const auto manage = OfficeAct::manage_staff;
    router.get("/office/staff", "office_staff", show_staff).needs(manage);
    router.get("/office/staff/invite", "office_invite", invite_colleague)
        .needs(manage)
        .needs_confirmation();
    router.post("/office/staff/invite", "office_invite_post", invite_colleague)
        .needs(manage)
        .needs_confirmation();
    router.get("/office/staff/{staff}", "office_colleague", show_colleague)
        .needs(manage)
        .needs_confirmation();
    router.post("/office/staff/{staff}/roles", "office_colleague_roles", change_colleague_roles)
        .needs(manage)
        .needs_confirmation();
    router.post("/office/staff/{staff}/recover", "office_colleague_recover", recover_colleague)
        .needs(manage)
        .needs_confirmation();
    router.post("/office/staff/{staff}/state", "office_colleague_state", change_colleague_state)
        .needs(manage)
        .needs_confirmation();
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

}  // namespace

void add_office(Router& router, const config::Limits& limits) {
    add_doors(router);
    add_own(router);
    add_staff(router);
    add_proposals(router);
    add_imports(router, limits);
    add_import_steps(router, limits);
}

}  // namespace yinxin::http
