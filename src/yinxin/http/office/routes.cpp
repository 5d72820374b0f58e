// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/routes.hpp"

#include "yinxin/http/office/account.hpp"
#include "yinxin/http/office/doubt_directory.hpp"
#include "yinxin/http/office/doubts.hpp"
#include "yinxin/http/office/login.hpp"
#include "yinxin/http/office/overview.hpp"
#include "yinxin/http/office/paper.hpp"
#include "yinxin/http/office/paper_batch.hpp"
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

void add_office(Router& router, const config::Limits&) {
    add_doors(router);
    add_own(router);
    add_staff(router);
    add_proposals(router);
    add_doubts(router);
    add_paper(router);
}

}  // namespace yinxin::http
