// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/routes.hpp"

#include "yinxin/domain/attachment.hpp"
#include "yinxin/http/pages/account.hpp"
#include "yinxin/http/pages/answers.hpp"
#include "yinxin/http/pages/binding.hpp"
#include "yinxin/http/pages/certificates.hpp"
#include "yinxin/http/pages/check_history.hpp"
#include "yinxin/http/pages/copies.hpp"
#include "yinxin/http/pages/doubts.hpp"
#include "yinxin/http/pages/endorse.hpp"
#include "yinxin/http/pages/endorsements.hpp"
#include "yinxin/http/pages/home.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/offline_page.hpp"
#include "yinxin/http/pages/query.hpp"
#include "yinxin/http/pages/registration.hpp"
#include "yinxin/http/pages/verification.hpp"
#include "yinxin/http/pages/verify_file.hpp"

namespace yinxin::http {
namespace {

void add_public(Router& router) {
    router.get("/", "home", show_home);
    router.get("/faq", "faq", show_faq);
    router.get("/scope", "scope", show_scope);
    router.get("/progress", "progress", show_progress);
    router.get("/announcements/{id}", "announcement", show_announcement);
    router.get("/d/{token}", "link", show_link);
    router.post("/d/{token}", "link_redeem", redeem_link);
    router.get("/demo", "demo", show_demo);
    router.get("/demo/messages", "demo_messages", show_demo_messages);
}

void add_verification(Router& router, const config::Limits& limits) {
    // The form's other fields and its boundaries come on top of the file.
    const std::size_t upload = limits.upload + limits.body;
    router.get("/verify", "verify", show_verify);
    router.post("/verify/file", "verify_file", verify_file).takes(upload);
    router.post("/verify/code", "verify_code", verify_code);
    router.get("/verify/results/{token}", "answer", show_answer);
    router.post("/verify/results/{token}/receipt", "receipt_give", give_receipt);
    router.get("/verify/results/{token}/receipt.pdf", "receipt_pdf", download_receipt_pdf);
    router.get("/verify/results/{token}/receipt.json", "receipt_json", download_receipt_json);
    router.get("/verify/receipts.pem", "receipt_certificates", show_receipt_certificates);
    router.get("/offline", "offline", show_offline);
    router.get("/v/{token}", "compare", show_comparison);
    router.post("/v/{token}/match", "compare_match", match_copy);
}

void add_query(Router& router) {
    const auto agreed = Access::consented;
    router.get("/query", "query", query).needs(agreed);
    router.post("/query", "query_ask", query).needs(agreed);
    router.get("/query/confirm", "query_code", confirm_query).needs(agreed);
    router.post("/query/confirm", "query_confirm", confirm_query).needs(agreed);
    router.post("/query/confirm/resend", "query_resend", resend_query_code).needs(agreed);
}

void add_entrance(Router& router) {
    router.get("/login", "login", log_in);
    router.post("/login", "login_password", log_in);
    router.post("/login/code", "login_code_request", request_login_code);
    router.get("/login/code/confirm", "login_code", confirm_login_code);
    router.post("/login/code/confirm", "login_code_confirm", confirm_login_code);
    router.post("/login/code/confirm/resend", "login_code_resend", resend_login_code);
    router.get("/register", "register", register_account);
    router.post("/register", "register_begin", register_account);
    router.get("/register/confirm", "register_code", confirm_registration);
    router.post("/register/confirm", "register_confirm", confirm_registration);
    router.post("/register/confirm/resend", "register_resend", resend_registration_code);
}

void add_account(Router& router) {
    const auto account = Access::account;
    router.post("/logout", "logout", log_out).needs(account);
    router.get("/notice", "notice", show_notice).needs(account);
    router.post("/notice", "notice_accept", show_notice).needs(account);
    router.get("/account", "account", show_account).needs(account);
    router.get("/account/password", "password", change_password).needs(account);
    router.post("/account/password", "password_change", change_password).needs(account);
    router.post("/account/sessions/end", "sessions_end", end_other_sessions).needs(account);
    const auto agreed = Access::consented;
    router.get("/bind", "bind", bind).needs(agreed);
    router.post("/bind", "bind_begin", bind).needs(agreed);
    router.get("/bind/confirm", "bind_code", confirm_binding).needs(agreed);
    router.post("/bind/confirm", "bind_confirm", confirm_binding).needs(agreed);
    router.post("/bind/confirm/resend", "bind_resend", resend_binding_code).needs(agreed);
    router.get("/bind/office", "bind_office", bind_by_office).needs(agreed);
    router.post("/bind/office", "bind_office_ask", bind_by_office).needs(agreed);
    router.get("/rebind", "rebind", rebind).needs(agreed);
    router.post("/rebind", "rebind_begin", rebind).needs(agreed);
}

void add_holder(Router& router) {
    const auto agreed = Access::consented;
    router.get("/checks", "checks", show_checks).needs(agreed);
    router.get("/certificates", "certificates", show_certificates).needs(agreed);
    router.get("/certificates/{id}", "certificate", show_certificate).needs(agreed);
    router.get("/certificates/{id}/picture.svg", "picture", show_picture).needs(agreed);
    router.get("/certificates/{id}/endorse", "endorse", show_endorse).needs(agreed);
    router.post("/certificates/{id}/checked", "data_check", confirm_data).needs(agreed);
    router.get("/certificates/{id}/apply", "apply", show_apply).needs(agreed);
    router.post("/certificates/{id}/apply", "apply_submit", apply).needs(agreed);
    router.get("/endorsements", "endorsements", show_endorsements).needs(agreed);
    router.get("/endorsements/{id}", "endorsement", show_endorsement).needs(agreed);
    router.get("/copies/{id}/view", "copy_view", show_copy).needs(agreed);
    router.get("/copies/{id}/file", "copy_file", download_copy).needs(agreed);
    router.get("/copies/{id}/handover", "handover", hand_over).needs(agreed);
    router.post("/copies/{id}/handover", "handover_link", hand_over).needs(agreed);
    router.get("/copies/{id}/withdraw", "withdraw", withdraw_copy).needs(agreed);
    router.post("/copies/{id}/withdraw", "withdraw_confirm", withdraw_copy).needs(agreed);
}

void add_doubts(Router& router, const config::Limits& limits) {
    // Three attachments and the form around them. Room for more than is taken, so that a file that
    // is a little too large is refused beside its field, with everything typed still there.
    constexpr std::size_t room = 6 * domain::largest_attachment;
    const std::size_t upload = room + limits.body;
    const auto agreed = Access::consented;
    const std::string one = "/certificates/{id}/doubts/{doubt}";
    router.get("/certificates/{id}/doubt", "doubt", report_doubt).needs(agreed);
    router.post("/certificates/{id}/doubt", "doubt_report", report_doubt)
        .needs(agreed)
        .takes(upload);
    router.get(one, "doubt_story", show_doubt).needs(agreed);
    router.post(one + "/add", "doubt_add", add_to_doubt).needs(agreed).takes(upload);
    router.post(one + "/withdraw", "doubt_withdraw", withdraw_doubt).needs(agreed);
    router.get(one + "/files/{file}", "doubt_file", download_doubt_file).needs(agreed);
}

}  // namespace

void add_pages(Router& router, const config::Limits& limits) {
    add_public(router);
    add_verification(router, limits);
    add_query(router);
    add_entrance(router);
    add_account(router);
    add_holder(router);
    add_doubts(router, limits);
}

}  // namespace yinxin::http
