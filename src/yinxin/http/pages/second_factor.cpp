// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/second_factor.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/crypto/totp.hpp"
#include "yinxin/http/office/authenticator.hpp"
#include "yinxin/http/office/passkeys.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/step_up.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/account_passkeys.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view security_url = "/account/security";
constexpr std::string_view totp_url = "/account/security/totp";

bool is_confirmed(const Context& context) {
    return service::is_confirmed(context.visitor->facts, context.site().services.clock.now());
}

/// Of passkeys in a form: the number of their slot.
std::int64_t slot_of(const Context& context) {
    return parse_integer(context.request.form["slot"]).value_or(0);
}

/// A new name of a passkey that was refused.
struct RefusedName {
    std::int64_t slot = 0;
    std::string typed;
    std::string text;  ///< what is wrong with it
};

void set_passkey(View& part,
                 const Context& context,
                 const storage::AccountPasskey& row,
                 const std::optional<RefusedName>& refused) {
    const bool is_refused = refused && refused->slot == row.slot;
    part.set("SLOT", row.slot)
        .set("LABEL", row.label)
        .set("V_NAME", is_refused ? refused->typed : row.label)
        .set("ADDED_AT", time_words(context, row.created_at))
        .set("USED_AT",
             row.last_used_at ? time_words(context, *row.last_used_at)
                              : say(context, "handler.never"));
    if (is_refused) part.add("NAME_ERROR").set("TEXT", refused->text);
}

Task<Result<Response>> show_all(Context& context,
                                const FormErrors& errors,
                                const std::optional<RefusedName>& refused = std::nullopt) {
    auto& services = context.site().services;
    const Visitor& visitor = *context.visitor;
    YX_CO_TRY(const service::SecondFactor factor,
              co_await service::load_second_factor(services, visitor.facts.account));
    const bool confirmed = is_confirmed(context);
    View view;
    view.set("LABEL_MAX", service::longest_key_label)
        .set("PASSKEYS_MOST", service::most_account_passkeys)
        .set("CONFIRM_URL", confirm_url(security_url));
    view.show_either(factor.is_on(), "ON", "OFF");
    view.show_either(confirmed, "CONFIRMED", "NOT_CONFIRMED");
    if (factor.totp_added_at) {
        View& part = view.add("TOTP");
        part.set("TOTP_ADDED_AT", time_words(context, *factor.totp_added_at));
        part.show_if("TOTP_REMOVE", confirmed);
    } else {
        view.show("NO_TOTP");
    }
    view.show_if("NO_PASSKEYS", factor.passkeys.empty());
    for (const storage::AccountPasskey& row : factor.passkeys) {
        View& part = view.add("PASSKEYS");
        set_passkey(part, context, row, refused);
        part.show_if("PASSKEY_REMOVE", confirmed);
    }
    if (factor.is_on()) {
        View& codes = view.add("CODES");
        codes.set("CODES_LEFT", factor.recovery_codes_left);
        codes.show_if("CODES_REMAKE", confirmed);
    }
    const bool has_room = factor.passkeys.size() < service::most_account_passkeys;
    view.show_if("FULL", !has_room);
    if (confirmed && has_room) {
        YX_CO_TRY(
            const auto ask,
            co_await service::ask_account_passkey(
                services, visitor.facts.account, visitor.token, service::PasskeyUse::registration));
        view.show_if("IMPOSSIBLE", !ask);
        if (ask) {
            View& create = view.add("CREATE");
            set_passkey_ask(create, *ask);
            create.set("USER", ask->user)
                .set("LOGIN_NAME", visitor.facts.account_name)
                .set("V_LABEL", context.request.form["label"]);
        }
    }
    errors.show(view);
    co_return show_page(context, "security", view, form_frame(Menu::account, errors));
}

/// The codes, once: they reach neither an address nor a cookie.
Task<Result<Response>> show_codes(Context& context, const std::vector<std::string>& codes) {
    co_await renew_token(context);
    View view;
    for (const std::string& code : codes) {
        view.add("CODES").set("CODE", code);
    }
    co_return show_page(context, "security_codes", view, {.menu = Menu::account});
}

Task<Result<Response>> after_adding(Context& context, const std::vector<std::string>& codes) {
    if (!codes.empty()) co_return co_await show_codes(context, codes);
    co_return co_await with_new_token(context,
                                      redirect_with_flash(context, security_url, "second_added"));
}

Task<Result<Response>> after_removing(Context& context) {
    co_return co_await with_new_token(context,
                                      redirect_with_flash(context, security_url, "second_removed"));
}

/// The new secret travels in the form, sealed for this session.
std::string place_of_secret(const Context& context) {
    return "account.new_totp:" + context.visitor->facts.account.str();
}

Response show_totp(Context& context, const Secret& secret, const FormErrors& errors) {
    const auto& keys = context.site().services.keys;
    View view;
    view.set("SEALED", to_base64url(keys.columns.seal(place_of_secret(context), secret.expose())));
    show_authenticator(
        view, context, secret, context.visitor->facts.account_name, "handler.totp_issuer");
    errors.show(view);
    return show_page(context, "security_totp", view, form_frame(Menu::account, errors));
}

/// Longer ago than the confirmation lasts: it is asked for again, and the form is shown anew.
bool is_over(const Error& error) {
    return error.code() == ErrorCode::confirmation_required;
}

}  // namespace

Task<Result<Response>> show_security(Context& context) {
    co_return co_await show_all(context, {});
}

Task<Result<Response>> set_up_authenticator(Context& context) {
    if (!is_confirmed(context)) co_return redirect_see_other(confirm_url(totp_url));
    FormErrors errors;
    if (context.request.method != Method::post) {
        co_return show_totp(context, crypto::make_totp_secret(), errors);
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
    const auto codes = co_await service::add_authenticator(services,
                                                           context.visitor->facts,
                                                           context.visitor->token,
                                                           secret,
                                                           std::string(trim(form["totp"])));
    if (codes) co_return co_await after_adding(context, *codes);
    if (is_over(codes.error())) co_return redirect_see_other(confirm_url(totp_url));
    if (codes.error().code() != ErrorCode::second_factor_wrong) co_return Error(codes.error());
    errors.add(context, "totp", codes.error());
    co_return show_totp(context, secret, errors);
}

Task<Result<Response>> remove_authenticator(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    const auto removed =
        co_await service::remove_authenticator(context.site().services, context.visitor->facts);
    if (!removed && is_over(removed.error()))
        co_return redirect_see_other(confirm_url(security_url));
    if (!removed) co_return Error(removed.error());
    co_return co_await after_removing(context);
}

Task<Result<Response>> add_passkey(Context& context) {
    YX_CO_CHECK(only_fields(context, {"label", "challenge", "client_data", "attestation"}));
    const Fields& form = context.request.form;
    const auto codes = co_await service::add_account_passkey(context.site().services,
                                                             context.visitor->facts,
                                                             context.visitor->token,
                                                             {std::string(form["challenge"]),
                                                              std::string(form["label"]),
                                                              std::string(form["client_data"]),
                                                              std::string(form["attestation"])});
    if (codes) co_return co_await after_adding(context, *codes);
    FormErrors errors;
    switch (codes.error().code()) {
        case ErrorCode::confirmation_required:
            co_return redirect_see_other(confirm_url(security_url));
        case ErrorCode::invalid_input:
            errors.add("label",
                       say(context,
                           "handler.key_label",
                           {{"max", std::to_string(service::longest_key_label)}}));
            break;
        case ErrorCode::conflict:
            errors.add("passkey", say(context, "handler.own_passkey_known"));
            break;
        case ErrorCode::passkey_refused:
            errors.add(context, "passkey", codes.error());
            break;
        default:
            co_return Error(codes.error());
    }
    co_return co_await show_all(context, errors);
}

Task<Result<Response>> rename_passkey(Context& context) {
    YX_CO_CHECK(only_fields(context, {"slot", "name"}));
    const auto renamed =
        co_await service::rename_account_passkey(context.site().services,
                                                 context.visitor->facts.account,
                                                 slot_of(context),
                                                 std::string(context.request.form["name"]));
    if (renamed) co_return redirect_with_flash(context, security_url, "passkey_renamed");
    if (renamed.error().code() != ErrorCode::invalid_input) co_return Error(renamed.error());
    const RefusedName refused{
        slot_of(context),
        std::string(context.request.form["name"]),
        say(context, "handler.key_label", {{"max", std::to_string(service::longest_key_label)}})};
    FormErrors errors;
    errors.add("name-" + std::to_string(refused.slot), refused.text);
    co_return co_await show_all(context, errors, refused);
}

Task<Result<Response>> remove_passkey(Context& context) {
    YX_CO_CHECK(only_fields(context, {"slot"}));
    const auto removed = co_await service::remove_account_passkey(
        context.site().services, context.visitor->facts, slot_of(context));
    if (!removed && is_over(removed.error()))
        co_return redirect_see_other(confirm_url(security_url));
    if (!removed) co_return Error(removed.error());
    co_return co_await after_removing(context);
}

Task<Result<Response>> remake_codes(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    const auto codes =
        co_await service::remake_recovery_codes(context.site().services, context.visitor->facts);
    if (codes) co_return co_await show_codes(context, *codes);
    if (is_over(codes.error())) co_return redirect_see_other(confirm_url(security_url));
    co_return Error(codes.error());
}

}  // namespace yinxin::http
