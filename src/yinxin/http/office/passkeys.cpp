// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/passkeys.hpp"

#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/request.hpp"

namespace yinxin::http {
namespace {

using service::PasskeyAsk;
using service::PasskeyUse;

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) {
        all += (all.empty() ? "" : " ") + text;
    }
    return all;
}

Task<Result<std::optional<PasskeyAsk>>> ask(Context& context, PasskeyUse use) {
    co_return co_await service::ask_passkey(
        context.site().services, context.staff->facts.actor.id, context.staff->token, use);
}

Task<Result<Response>> show_list(Context& context, const FormErrors& errors) {
    YX_CO_TRY(const auto rows,
              co_await service::list_own_passkeys(context.site().services, actor_of(context)));
    YX_CO_TRY(const auto question, co_await ask(context, PasskeyUse::registration));
    View view;
    view.set("V_LABEL", context.request.form["label"])
        .set("LABEL_MAX", service::longest_key_label)
        .show_either(!rows.empty(), "HAS_PASSKEYS", "NO_PASSKEYS");
    for (const storage::PasskeyRow& row : rows) {
        view.add("PASSKEYS")
            .set("LABEL", row.label)
            .set("CREDENTIAL", to_base64url(row.credential_id))
            .set("ADDED_AT", time_words(context, row.created_at))
            .set("USED_AT",
                 row.last_used_at ? time_words(context, *row.last_used_at)
                                  : say(context, "handler.never"));
    }
    view.show_either(question.has_value(), "POSSIBLE", "IMPOSSIBLE");
    if (question) {
        View& create = view.add("CREATE");
        set_passkey_ask(create, *question);
        create.set("USER", question->user)
            .set("LOGIN_NAME", context.staff->facts.login_name)
            .set("NAME", actor_of(context).name);
    }
    errors.show(view);
    co_return show_office_page(
        context, "office_passkeys", view, Desk::account, office_frame(errors));
}

}  // namespace

void set_passkey_ask(View& view, const PasskeyAsk& ask) {
    view.set("RP_ID", ask.rp_id)
        .set("ORIGIN", ask.origin)
        .set("CHALLENGE", ask.challenge)
        .set("SEALED_CHALLENGE", ask.sealed)
        .set("CREDENTIALS", joined(ask.credentials));
}

Task<Result<void>> show_passkey_question(Context& context, View& view) {
    YX_CO_TRY(const auto question, co_await ask(context, PasskeyUse::assertion));
    if (question && !question->credentials.empty()) set_passkey_ask(view.add("PASSKEY"), *question);
    co_return ok();
}

service::PasskeyAssertion passkey_answer(const Context& context) {
    const auto& form = context.request.form;
    return {std::string(form["challenge"]),
            std::string(form["credential"]),
            std::string(form["client_data"]),
            std::string(form["authenticator_data"]),
            std::string(form["signature"])};
}

Task<Result<Response>> own_passkeys(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return co_await show_list(context, errors);
    YX_CO_CHECK(only_fields(context, {"label", "challenge", "client_data", "attestation"}));
    const auto& form = context.request.form;
    const Result<void> added = co_await service::add_passkey(context.site().services,
                                                             actor_of(context),
                                                             context.staff->token,
                                                             {std::string(form["challenge"]),
                                                              std::string(form["label"]),
                                                              std::string(form["client_data"]),
                                                              std::string(form["attestation"])});
    if (added) co_return to_office(context, "/office/account/passkeys", "passkey_added");
    switch (added.error().code()) {
        case ErrorCode::invalid_input:
            errors.add("label",
                       say(context,
                           "handler.key_label",
                           {{"max", std::to_string(service::longest_key_label)}}));
            break;
        case ErrorCode::conflict:
            errors.add("passkey", say(context, "handler.passkey_known"));
            break;
        case ErrorCode::staff_passkey_refused:
            errors.add(context, "passkey", added.error());
            break;
        default:
            co_return Error(added.error());
    }
    co_return co_await show_list(context, errors);
}

Task<Result<Response>> remove_own_passkey(Context& context) {
    YX_CO_CHECK(only_fields(context, {"credential"}));
    YX_CO_CHECK(co_await service::remove_passkey(context.site().services,
                                                 actor_of(context),
                                                 std::string(context.request.form["credential"])));
    co_return to_office(context, "/office/account/passkeys", "passkey_removed");
}

}  // namespace yinxin::http
