// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/routes.hpp"

#include "yinxin/domain/attachment.hpp"
#include "yinxin/http/pages/account.hpp"
#include "yinxin/http/pages/account_close.hpp"
#include "yinxin/http/pages/account_data.hpp"
#include "yinxin/http/pages/acting.hpp"
#include "yinxin/http/pages/agent_requests.hpp"
#include "yinxin/http/pages/answers.hpp"
#include "yinxin/http/pages/applicant_cases.hpp"
#include "yinxin/http/pages/authorised_uses.hpp"
#include "yinxin/http/pages/binding.hpp"
#include "yinxin/http/pages/bulk.hpp"
#include "yinxin/http/pages/bulk_result.hpp"
#include "yinxin/http/pages/certificates.hpp"
#include "yinxin/http/pages/check_history.hpp"
#include "yinxin/http/pages/copies.hpp"
#include "yinxin/http/pages/doubts.hpp"
#include "yinxin/http/pages/endorse.hpp"
#include "yinxin/http/pages/endorsements.hpp"
#include "yinxin/http/pages/home.hpp"
#include "yinxin/http/pages/identity_cases.hpp"
#include "yinxin/http/pages/identity_door.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/message_receipts.hpp"
#include "yinxin/http/pages/notifications.hpp"
#include "yinxin/http/pages/offline_page.hpp"
#include "yinxin/http/pages/organisation_clients.hpp"
#include "yinxin/http/pages/organisation_history.hpp"
#include "yinxin/http/pages/organisation_members.hpp"
#include "yinxin/http/pages/organisation_purposes.hpp"
#include "yinxin/http/pages/organisations.hpp"
#include "yinxin/http/pages/own_mail.hpp"
#include "yinxin/http/pages/own_mobile.hpp"
#include "yinxin/http/pages/provider_login.hpp"
#include "yinxin/http/pages/query.hpp"
#include "yinxin/http/pages/query_answers.hpp"
#include "yinxin/http/pages/recovery.hpp"
#include "yinxin/http/pages/registration.hpp"
#include "yinxin/http/pages/second_factor.hpp"
#include "yinxin/http/pages/second_login.hpp"
#include "yinxin/http/pages/step_up.hpp"
#include "yinxin/http/pages/verification.hpp"
#include "yinxin/http/pages/verify_file.hpp"
#include "yinxin/service/identity_proof.hpp"

namespace yinxin::http {
namespace {

void add_public(Router& router) {
    router.get("/", "home", show_home);
    router.get("/faq", "faq", show_faq);
    router.get("/scope", "scope", show_scope);
    router.get("/privacy", "privacy", show_privacy);
    router.get("/progress", "progress", show_progress);
    router.get("/announcements/{id}", "announcement", show_announcement);
    router.get("/d/{token}", "link", show_link);
    router.post("/d/{token}", "link_redeem", redeem_link);
    // Signed with a key of the gateway's; no cookie another site's page could borrow counts.
    router.post("/gateway/{name}/receipts", "message_receipts", take_message_receipts)
        .needs(Access::machine)
        .from_anywhere();
    router.get("/demo", "demo", show_demo);
    router.get("/demo/messages", "demo_messages", show_demo_messages);
}

void add_verification(Router& router, const config::Limits& limits) {
    // The form's other fields and its boundaries come on top of the file.
    const std::size_t upload = limits.upload + limits.body;
    router.get("/verify", "verify", show_verify);
    router.post("/verify/file", "verify_file", verify_file).takes(upload);
    router.post("/verify/photo", "verify_photo", verify_photograph).takes(upload);
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
    const std::string answer = "/query/results/{token}";
    router.get(answer, "query_answer", show_query_answer).needs(agreed);
    router.post(answer + "/receipt", "query_receipt_give", give_query_receipt).needs(agreed);
    router.get(answer + "/receipt.pdf", "query_receipt_pdf", download_query_receipt_pdf)
        .needs(agreed);
    router.get(answer + "/receipt.json", "query_receipt_json", download_query_receipt_json)
        .needs(agreed);
}

void add_bulk(Router& router, const config::Settings& settings) {
    const auto agreed = Access::consented;
    const std::size_t upload = settings.bulk.upload + settings.limits.body;
    router.get("/bulk", "bulk", bulk).needs(agreed);
    router.post("/bulk", "bulk_hand_in", bulk).needs(agreed).takes(upload);
    router.get("/bulk/template.csv", "bulk_template_csv", download_bulk_template_csv);
    router.get("/bulk/template.xlsx", "bulk_template_xlsx", download_bulk_template_xlsx);
    router.get("/bulk/{id}", "bulk_check", show_bulk).needs(agreed);
    router.post("/bulk/{id}/columns", "bulk_columns", choose_columns).needs(agreed);
    router.post("/bulk/{id}/start", "bulk_start", start_bulk).needs(agreed);
    router.get("/bulk/{id}/confirm", "bulk_code", confirm_bulk).needs(agreed);
    router.post("/bulk/{id}/confirm", "bulk_confirm", confirm_bulk).needs(agreed);
    router.post("/bulk/{id}/confirm/resend", "bulk_resend", resend_bulk_code).needs(agreed);
    router.post("/bulk/{id}/cancel", "bulk_cancel", cancel_bulk).needs(agreed);
    router.post("/bulk/{id}/forget", "bulk_forget", forget_bulk).needs(agreed);
    router.get("/bulk/{id}/result.xlsx", "bulk_xlsx", download_bulk_xlsx).needs(agreed);
    router.get("/bulk/{id}/result.csv", "bulk_csv", download_bulk_csv).needs(agreed);
    router.get("/bulk/{id}/summary.pdf", "bulk_pdf", download_bulk_pdf).needs(agreed);
    router.get("/bulk/{id}/summary.json", "bulk_json", download_bulk_json).needs(agreed);
}

void add_entrance(Router& router) {
    router.get("/login", "login", log_in);
    router.post("/login", "login_password", log_in).checks_password();
    router.post("/login/code", "login_code_request", request_login_code);
    router.get("/login/code/confirm", "login_code", confirm_login_code);
    router.post("/login/code/confirm", "login_code_confirm", confirm_login_code);
    router.post("/login/code/confirm/resend", "login_code_resend", resend_login_code);
    router.get("/login/second", "second_login", second_login);
    router.post("/login/second", "second_login_show", second_login);
    router.post("/login/{provider}", "provider_login", go_to_provider);
    router.get("/login/{provider}/callback", "provider_return", return_from_provider);
    router.post("/login/{provider}/backchannel_logout", "provider_logout", log_out_by_provider)
        .needs(Access::machine)
        .from_anywhere();
    router.get("/register", "register", register_account);
    router.post("/register", "register_begin", register_account).checks_password();
    router.get("/register/verifier", "register_verifier", register_verifier);
    router.post("/register/verifier", "register_verifier_begin", register_verifier)
        .checks_password();
    router.get("/register/confirm", "register_code", confirm_registration);
    router.post("/register/confirm", "register_confirm", confirm_registration);
    router.post("/register/confirm/resend", "register_resend", resend_registration_code);
}

/// Everybody may ask, and nobody learns whether there is an account.
void add_recovery(Router& router) {
    router.get("/recover", "recover", show_recovery);
    router.get("/recover/name", "recover_name", recover_name);
    router.post("/recover/name", "recover_name_ask", recover_name);
    router.get("/recover/name/confirm", "recover_name_code", confirm_recovered_name);
    router.post("/recover/name/confirm", "recover_name_confirm", confirm_recovered_name);
    router.post("/recover/name/confirm/resend", "recover_name_resend", resend_name_code);
    router.get("/recover/password", "recover_password", recover_password);
    router.post("/recover/password", "recover_password_ask", recover_password);
    router.get("/recover/password/confirm", "recover_password_code", confirm_recovered_password);
    router.post("/recover/password/confirm", "recover_password_confirm", confirm_recovered_password)
        .checks_password();
    router.post(
        "/recover/password/confirm/resend", "recover_password_resend", resend_password_code);
    router.get("/recover/mobile", "recover_mobile", recover_mobile);
    router.post("/recover/mobile", "recover_mobile_ask", recover_mobile).checks_password();
    router.get("/recover/mobile/confirm", "recover_mobile_code", confirm_recovered_mobile);
    router.post("/recover/mobile/confirm", "recover_mobile_confirm", confirm_recovered_mobile);
    router.post("/recover/mobile/confirm/resend", "recover_mobile_resend", resend_mobile_code);
    router.get("/recover/object", "objection", object_to_recovery);
    router.post("/recover/object", "objection_ask", object_to_recovery);
    router.get("/recover/object/confirm", "objection_code", confirm_objection);
    router.post("/recover/object/confirm", "objection_confirm", confirm_objection);
    router.post("/recover/object/confirm/resend", "objection_resend", resend_objection_code);
    router.get("/recover/office", "recover_office", recover_by_office);
    router.post("/recover/office", "recover_office_ask", recover_by_office);
    router.get("/recover/office/confirm", "recover_office_code", confirm_office_mobile);
    router.post("/recover/office/confirm", "recover_office_confirm", confirm_office_mobile);
    router.post("/recover/office/confirm/resend", "recover_office_resend", resend_office_code);
}

/// The second factor, the own mobile and mail address, and the confirmation the first two ask for.
void add_security(Router& router) {
    const auto account = Access::account;
    const std::string security = "/account/security";
    router.get(security, "security", show_security).needs(account);
    router.get(security + "/totp", "security_totp", set_up_authenticator).needs(account);
    router.post(security + "/totp", "security_totp_add", set_up_authenticator).needs(account);
    router.post(security + "/totp/remove", "security_totp_remove", remove_authenticator)
        .needs(account);
    router.post(security + "/passkeys", "security_passkey_add", add_passkey).needs(account);
    router.post(security + "/passkeys/rename", "security_passkey_rename", rename_passkey)
        .needs(account);
    router.post(security + "/passkeys/remove", "security_passkey_remove", remove_passkey)
        .needs(account);
    router.post(security + "/codes", "security_codes", remake_codes).needs(account);
    const std::string mobile = "/account/mobile";
    router.get(mobile, "own_mobile", own_mobile).needs(account);
    router.post(mobile, "own_mobile_ask", own_mobile).needs(account);
    router.get(mobile + "/confirm", "own_mobile_code", confirm_own_mobile).needs(account);
    router.post(mobile + "/confirm", "own_mobile_confirm", confirm_own_mobile).needs(account);
    router.post(mobile + "/confirm/resend", "own_mobile_resend", resend_own_mobile_code)
        .needs(account);
    const std::string mail = "/account/mail";
    router.get(mail, "own_mail", own_mail).needs(account);
    router.post(mail, "own_mail_ask", own_mail).needs(account);
    router.get(mail + "/confirm", "own_mail_code", confirm_own_mail).needs(account);
    router.post(mail + "/confirm", "own_mail_confirm", confirm_own_mail).needs(account);
    router.post(mail + "/confirm/resend", "own_mail_resend", resend_own_mail_code).needs(account);
    router.post(mail + "/remove", "own_mail_remove", remove_own_mail).needs(account);
    const std::string confirm = "/account/confirm";
    router.get(confirm, "confirm_self", confirm_self).needs(account);
    router.post(confirm, "confirm_self_show", confirm_self).needs(account);
    router.post(confirm + "/send", "confirm_self_send", send_confirm_code).needs(account);
    router.get(confirm + "/code", "confirm_self_code", enter_confirm_code).needs(account);
    router.post(confirm + "/code", "confirm_self_enter", enter_confirm_code).needs(account);
    router.post(confirm + "/code/resend", "confirm_self_resend", resend_confirm_code)
        .needs(account);
}

void add_account(Router& router) {
    const auto account = Access::account;
    router.post("/logout", "logout", log_out).needs(account);
    router.get("/notice", "notice", show_notice).needs(account);
    router.post("/notice", "notice_accept", show_notice).needs(account);
    router.get("/account", "account", show_account).needs(account);
    router.get("/account/password", "password", change_password).needs(account);
    router.post("/account/password", "password_change", change_password)
        .needs(account)
        .checks_password();
    router.get("/account/notifications", "notifications", notifications).needs(account);
    router.post("/account/notifications", "notifications_choose", notifications).needs(account);
    router.post("/account/logins/{provider}", "link_begin", begin_link).needs(account);
    router.post("/account/logins/{provider}/remove", "link_remove", remove_link).needs(account);
    router.get("/account/link", "link_account", confirm_link).needs(account);
    router.post("/account/link", "link_confirm", confirm_link).needs(account);
    router.post("/account/sessions/end", "sessions_end", end_other_sessions).needs(account);
    router.post("/account/sessions/{id}/end", "session_end", end_named_session).needs(account);
    router.post("/account/mobile/object", "mobile_object", object_to_mobile_change).needs(account);
    add_security(router);
    const auto agreed = Access::consented;
    router.get("/bind", "bind", bind).needs(agreed);
    router.post("/bind", "bind_begin", bind).needs(agreed);
    router.get("/bind/confirm", "bind_code", confirm_binding).needs(agreed);
    router.post("/bind/confirm", "bind_confirm", confirm_binding).needs(agreed);
    router.post("/bind/confirm/resend", "bind_resend", resend_binding_code).needs(agreed);
    router.get("/bind/person", "bind_person", state_person).needs(agreed);
    router.post("/bind/person", "bind_person_state", state_person).needs(agreed);
    router.get("/rebind", "rebind", rebind).needs(agreed);
    router.post("/rebind", "rebind_begin", rebind).needs(agreed);
    router.post("/rebind/follow", "rebind_follow", follow_corrected_name).needs(agreed);
}

/// Only where there is a service that knows who sits at the keyboard.
void add_identity_service(Router& router, const config::Settings& settings) {
    if (!settings.identity_proof.is_on()) return;
    const auto agreed = Access::consented;
    router.get("/bind/identity", "bind_identity", go_to_identity_service).needs(agreed);
    router.post("/bind/identity", "bind_identity_go", go_to_identity_service).needs(agreed);
    router
        .get(std::string(service::identity_return),
             "bind_identity_back",
             return_from_identity_service)
        .needs(agreed);
}

/// What an account can see of itself, and its end; also for one that has not agreed to a notice.
void add_own_data(Router& router) {
    const auto account = Access::account;
    const std::string data = "/account/data";
    router.get(data, "account_data", show_account_data).needs(account);
    router.post(data + "/code", "account_data_ask", ask_account_data).needs(account);
    router.get(data + "/confirm", "account_data_code", confirm_account_data).needs(account);
    router.post(data + "/confirm", "account_data_open", confirm_account_data).needs(account);
    router.post(data + "/confirm/resend", "account_data_resend", resend_account_data_code)
        .needs(account);
    router.post(data + "/export", "account_data_export", export_account_data).needs(account);
    router.post(data + "/letter", "account_data_letter", export_account_letter).needs(account);
    const std::string close = "/account/close";
    router.get(close, "account_close", show_account_close).needs(account);
    router.post(close, "account_close_ask", ask_account_close).needs(account);
    router.get(close + "/confirm", "account_close_code", confirm_account_close).needs(account);
    router.post(close + "/confirm", "account_close_confirm", confirm_account_close).needs(account);
    router.post(close + "/confirm/resend", "account_close_resend", resend_account_close_code)
        .needs(account);
}

void add_organisations(Router& router) {
    const auto agreed = Access::consented;
    const std::string one = "/organisations/{id}";
    router.get("/acting", "acting", choose_acting).needs(agreed);
    router.post("/acting", "acting_self", choose_acting).needs(agreed);
    router.get("/acting/{id}", "acting_for", act_for_organisation).needs(agreed);
    router.post("/acting/{id}", "acting_choose", act_for_organisation).needs(agreed);
    router.get("/organisations", "organisations", show_organisations).needs(agreed);
    router.get("/organisations/new", "organisation_new", register_organisation).needs(agreed);
    router.post("/organisations/new", "organisation_register", register_organisation).needs(agreed);
    router.post("/organisations/join", "invitation_enter", enter_invitation).needs(agreed);
    router.get("/organisations/join/{code}", "organisation_join", join_organisation).needs(agreed);
    router.post("/organisations/join/{code}", "organisation_join_confirm", join_organisation)
        .needs(agreed);
    router.get(one, "organisation", show_organisation).needs(agreed);
    router.get(one + "/details", "organisation_details", change_organisation).needs(agreed);
    router.post(one + "/details", "organisation_change", change_organisation).needs(agreed);
    router.post(one + "/close", "organisation_close", close_organisation).needs(agreed);
    router.get(one + "/members", "members", show_members).needs(agreed);
    router.get(one + "/members/{account}", "member", show_member).needs(agreed);
    router.post(one + "/members/{account}", "member_change", change_member).needs(agreed);
    router.post(one + "/invitations", "member_invite", invite_member).needs(agreed);
    router.post(one + "/invitations/{invitation}/withdraw", "invitation_end", withdraw_invitation)
        .needs(agreed);
    router.get(one + "/purposes", "purposes", show_purposes).needs(agreed);
    router.post(one + "/purposes", "purpose_add", show_purposes).needs(agreed);
    router.get(one + "/purposes/{purpose}", "purpose", rename_purpose).needs(agreed);
    router.post(one + "/purposes/{purpose}", "purpose_rename", rename_purpose).needs(agreed);
    router.post(one + "/purposes/{purpose}/retire", "purpose_retire", retire_purpose).needs(agreed);
    router.get(one + "/history", "organisation_history", show_organisation_history).needs(agreed);
    router.get(one + "/history.csv", "organisation_csv", download_history_csv).needs(agreed);
    router.get(one + "/history.xlsx", "organisation_xlsx", download_history_xlsx).needs(agreed);
    router.get(one + "/clients", "clients", show_clients).needs(agreed);
    router.get(one + "/clients/{client}", "client_calls", show_client_calls).needs(agreed);
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

void add_authorised_uses(Router& router) {
    const auto agreed = Access::consented;
    const std::string one = "/certificates/{id}/uses/{use}";
    router.get("/certificates/{id}/authorise", "authorise", authorise_use).needs(agreed);
    router.post("/certificates/{id}/authorise", "authorise_give", authorise_use).needs(agreed);
    router.get(one, "use", show_use).needs(agreed);
    router.post(one + "/code", "use_code", replace_use_code).needs(agreed);
    router.post(one + "/withdraw", "use_withdraw", withdraw_use).needs(agreed);
    router.get("/authorised-use", "redeem_for", choose_redeemer).needs(agreed);
    const std::string copies = "/organisations/{id}/copies";
    router.get(copies, "fetched_copies", redeem_use).needs(agreed);
    router.post(copies, "use_redeem", redeem_use).needs(agreed);
    router.get(copies + "/{use}/file", "fetched_file", download_fetched).needs(agreed);
}

/// Three attachments and the form around them. Room for more than is taken, so that a file that is
/// a little too large is refused beside its field, with everything typed still there.
std::size_t room_for_attachments(const config::Limits& limits) {
    return 6 * domain::largest_attachment + limits.body;
}

void add_office_requests(Router& router, const config::Limits& limits) {
    const std::size_t upload = room_for_attachments(limits);
    const auto agreed = Access::consented;
    router.get("/bind/office", "bind_office", bind_by_office).needs(agreed);
    router.post("/bind/office", "bind_office_ask", bind_by_office).needs(agreed).takes(upload);
    router.post("/bind/office/add", "bind_office_add", add_to_office_request)
        .needs(agreed)
        .takes(upload);
    router.get("/bind/office/files/{file}", "bind_office_file", download_own_evidence)
        .needs(agreed);
    router.get("/recover/office/form", "recover_office_form", send_recovery_to_office);
    router.post("/recover/office/form", "recover_office_send", send_recovery_to_office)
        .takes(upload);
    router.get("/agent", "agent", begin_agent_request);
    router.post("/agent", "agent_ask", begin_agent_request);
    router.get("/agent/confirm", "agent_code", confirm_agent_mobile);
    router.post("/agent/confirm", "agent_confirm", confirm_agent_mobile);
    router.post("/agent/confirm/resend", "agent_resend", resend_agent_code);
    router.get("/agent/form", "agent_form", send_agent_request);
    router.post("/agent/form", "agent_send", send_agent_request).takes(upload);
    router.get("/recover/office/state", "office_case", ask_for_case);
    router.post("/recover/office/state", "office_case_ask", ask_for_case);
    router.get("/recover/office/state/confirm", "office_case_code", confirm_case);
    router.post("/recover/office/state/confirm", "office_case_confirm", confirm_case);
    router.post("/recover/office/state/confirm/resend", "office_case_resend", resend_case_code);
    router.get("/recover/office/case", "applicant_case", show_case);
    router.post("/recover/office/case/add", "applicant_case_add", add_to_case).takes(upload);
    router.get("/recover/office/case/files/{file}", "applicant_case_file", download_case_evidence);
}

void add_doubts(Router& router, const config::Limits& limits) {
    const std::size_t upload = room_for_attachments(limits);
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

void add_pages(Router& router, const config::Settings& settings) {
    add_public(router);
    add_verification(router, settings.limits);
    add_query(router);
    add_bulk(router, settings);
    add_entrance(router);
    add_recovery(router);
    add_account(router);
    add_identity_service(router, settings);
    add_own_data(router);
    add_organisations(router);
    add_holder(router);
    add_authorised_uses(router);
    add_doubts(router, settings.limits);
    add_office_requests(router, settings.limits);
}

}  // namespace yinxin::http
