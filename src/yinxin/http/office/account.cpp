// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/account.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/totp.hpp"
#include "yinxin/http/office/authenticator.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/staff_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/password_policy.hpp"
#include "yinxin/service/staff_login.hpp"
#include "yinxin/service/staff_register.hpp"

namespace yinxin::http {
namespace {

/// The new secret travels in the form, sealed for this person.
std::string place_of_secret(const Context& context) {
    return "staff.new_totp:" + actor_of(context).id.str();
}

Response show_authenticator_form(Context& context, const Secret& secret, const FormErrors& errors) {
    const auto& keys = context.site().services.keys;
    View view;
    view.set("SEALED", to_base64url(keys.columns.seal(place_of_secret(context), secret.expose())));
    show_authenticator(view, context, secret, context.staff->facts.login_name);
    errors.show(view);
    return show_office_page(
        context, "office_authenticator", view, Desk::account, office_frame(errors));
}

}  // namespace

Task<Result<Response>> show_staff_account(Context& context) {
    const StaffVisitor& visitor = *context.staff;
    YX_CO_TRY(const service::OwnStaffAccount account,
              co_await service::own_staff_account(
                  context.site().services, visitor.facts.actor, visitor.token));
    View view;
    view.set("STAFF_NAME", visitor.facts.actor.name)
        .set("LOGIN_NAME", visitor.facts.login_name)
        .set("STAFF_SCOPE", authority_words(context, visitor.facts.actor.issuer_id))
        .set("CODES_LEFT", account.recovery_codes_left)
        .set("PASSKEY_COUNT", static_cast<std::int64_t>(account.passkeys))
        .set("KEY_COUNT", static_cast<std::int64_t>(account.keys));
    show_roles(view, context, visitor.facts.actor.roles);
    for (const service::SessionLine& session : account.sessions) {
        View& row = view.add("SESSIONS");
        row.set("STARTED_AT", time_words(context, session.created_at))
            .set("DEVICE", session.device)
            .show_if("THIS_ONE", session.is_this_one);
    }
    view.show_if("OTHER_SESSIONS", account.sessions.size() > 1);
    co_return show_office_page(context, "office_account", view, Desk::account);
}

Task<Result<Response>> change_own_password(Context& context) {
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"current", "password"}));
        const Fields& form = context.request.form;
        const Result<void> changed =
            co_await service::change_staff_password(context.site().services,
                                                    context.staff->token,
                                                    Secret(std::string(form["current"])),
                                                    Secret(std::string(form["password"])));
        if (changed) co_return to_office(context, "/office/account", "password_changed");
        const ErrorCode code = changed.error().code();
        if (code == ErrorCode::staff_session_over) co_return Error(changed.error());
        const bool is_current =
            code == ErrorCode::password_current_wrong || code == ErrorCode::too_many_requests;
        errors.add(context, is_current ? "current" : "password", changed.error());
    }
    View view;
    view.set("PASSWORD_MIN", service::min_password_length);
    errors.show(view);
    co_return show_office_page(
        context, "office_password", view, Desk::account, office_frame(errors));
}

Task<Result<Response>> change_own_authenticator(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) {
        co_return show_authenticator_form(context, crypto::make_totp_secret(), errors);
    }
    YX_CO_CHECK(only_fields(context, {"sealed", "totp"}));
    auto& services = context.site().services;
    const Fields& form = context.request.form;
    const auto sealed = parse_base64url(form["sealed"]);
    auto opened = sealed ? services.keys.columns.open_text(place_of_secret(context), *sealed)
                         : Result<std::string>(sealed.error());
    // Nothing a page of ours sends: a fault of the sender, not of the service.
    if (!opened) co_return Error(ErrorCode::invalid_input, "sealed");
    const Secret secret(*std::move(opened));
    const Result<void> changed = co_await service::change_authenticator(
        services, actor_of(context), context.staff->token, secret, std::string(trim(form["totp"])));
    if (changed) co_return to_office(context, "/office/account", "authenticator_changed");
    if (changed.error().code() != ErrorCode::staff_code_wrong) co_return Error(changed.error());
    errors.add(context, "totp", changed.error());
    co_return show_authenticator_form(context, secret, errors);
}

Task<Result<Response>> renew_own_recovery_codes(Context& context) {
    if (context.request.method != Method::post) {
        YX_CO_TRY(const service::OwnStaffAccount account,
                  co_await service::own_staff_account(
                      context.site().services, actor_of(context), context.staff->token));
        View view;
        view.set("CODES_LEFT", account.recovery_codes_left);
        co_return show_office_page(context, "office_codes_renew", view, Desk::account);
    }
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const std::vector<std::string> codes,
              co_await service::renew_recovery_codes(context.site().services, actor_of(context)));
    View view;
    for (const std::string& code : codes) {
        view.add("CODES").set("CODE", code);
    }
    co_return show_office_page(context, "office_recovery_codes", view, Desk::account);
}

Task<Result<Response>> end_own_other_sessions(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_CHECK(co_await service::end_other_staff_sessions(
        context.site().services, actor_of(context).id, context.staff->token));
    co_return to_office(context, "/office/account", "sessions_ended");
}

}  // namespace yinxin::http
