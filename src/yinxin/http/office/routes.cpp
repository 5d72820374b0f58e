// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/routes.hpp"

#include "yinxin/http/office/account.hpp"
#include "yinxin/http/office/certificate_changes.hpp"
#include "yinxin/http/office/certificates.hpp"
#include "yinxin/http/office/corrections.hpp"
#include "yinxin/http/office/counter.hpp"
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

void add_certificates(Router& router) {
    const auto look = OfficeAct::look_up_person;
    const std::string one = "/office/certificates/{certificate}";
    router.get("/office/certificates", "office_certificates", find_office_certificates).needs(look);
    router.post("/office/certificates", "office_certificates_post", find_office_certificates)
        .needs(look);
    router.get(one, "office_certificate", show_office_certificate).needs(look);
    router.get(one + "/picture.svg", "office_picture", show_office_picture).needs(look);
    router
        .get("/office/proposals/{proposal}/picture.svg",
             "office_corrected_picture",
             show_corrected_picture)
        .needs(OfficeAct::see_office);
}

/// Everything that changes a certificate asks for the second factor.
void add_certificate_changes(Router& router) {
    constexpr std::size_t rest_of_form = std::size_t{64} * 1024;
    const std::size_t most = service::most_attachment_bytes + rest_of_form;
    const auto prepare = OfficeAct::prepare_change;
    const auto stop = OfficeAct::stop_at_once;
    const std::string one = "/office/certificates/{certificate}";
    router.get(one + "/correct", "office_correct", correct_certificate)
        .needs(prepare)
        .needs_confirmation();
    router.post(one + "/correct", "office_correct_post", correct_certificate)
        .needs(prepare)
        .needs_confirmation()
        .takes(most + service::most_photo_bytes);
    router.get(one + "/stop", "office_stop", stop_certificate).needs(stop).needs_confirmation();
    router.post(one + "/stop", "office_stop_post", stop_certificate)
        .needs(stop)
        .needs_confirmation();
    router.get(one + "/{change}", "office_change", change_certificate)
        .needs(prepare)
        .needs_confirmation();
    router.post(one + "/{change}", "office_change_post", change_certificate)
        .needs(prepare)
        .needs_confirmation()
        .takes(most);
}

void add_counter(Router& router) {
    const auto look = OfficeAct::look_up_person;
    router.get("/office/counter", "office_counter", ask_counter).needs(look);
    router.post("/office/counter", "office_counter_post", ask_counter).needs(look);
    router.get("/office/counter/{look}", "office_counter_view", show_counter).needs(look);
}

}  // namespace

void add_office(Router& router, const config::Limits&) {
    add_doors(router);
    add_own(router);
    add_staff(router);
    add_proposals(router);
    add_certificates(router);
    add_certificate_changes(router);
    add_counter(router);
}

}  // namespace yinxin::http
