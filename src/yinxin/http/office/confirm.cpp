// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/confirm.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/csrf.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/passkeys.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/packed_fields.hpp"
#include "yinxin/service/staff_login.hpp"

namespace yinxin::http {
namespace {

/// What the page that asks for a second factor says and keeps.
struct Asking {
    std::string action;
    std::string next;
    std::string resume;  ///< a sealed form that goes on behind it; empty: none
    int status = 200;
};

std::string place_of_form(const Context& context) {
    return "staff.resume:" + context.staff->facts.actor.id.str();
}

/// A form that was sent, for behind the second factor: path, time, names and values.
std::string seal_form(const Context& context) {
    if (!context.request.uploads.empty() || context.request.form.empty()) return {};
    const auto& services = context.site().services;
    std::vector<std::string> fields{context.request.path,
                                    std::to_string(epoch_of(services.clock.now()))};
    for (const auto& [name, value] : context.request.form) {
        if (name == csrf_field) continue;
        fields.push_back(name);
        fields.push_back(value);
    }
    return to_base64url(
        services.keys.columns.seal(place_of_form(context), service::pack_fields(fields)));
}

struct KeptForm {
    std::string path;
    std::vector<std::pair<std::string, std::string>> fields;
};

/// None: there was none, or it is too old or somebody else's.
std::optional<KeptForm> open_form(const Context& context) {
    const auto& services = context.site().services;
    const auto sealed = parse_base64url(context.request.form["resume"]);
    if (!sealed || sealed->empty()) return std::nullopt;
    const auto plain = services.keys.columns.open_text(place_of_form(context), *sealed);
    if (!plain) return std::nullopt;
    const auto fields = service::unpack_fields(*plain);
    if (!fields || fields->size() < 2 || fields->size() % 2 != 0) return std::nullopt;
    const auto kept_at = parse_integer((*fields)[1]);
    const Instant now = services.clock.now();
    if (!kept_at || now >= instant_of(*kept_at) + service::confirmation_sends) return std::nullopt;
    KeptForm form;
    form.path = fields->front();
    for (std::size_t i = 2; i < fields->size(); i += 2) {
        form.fields.emplace_back((*fields)[i], (*fields)[i + 1]);
    }
    return form;
}

/// The page of the form: the path itself, or the nearest one above it that is a page.
std::string page_of(const Context& context) {
    std::string path = context.request.path;
    while (path.starts_with("/office/") && context.routes != nullptr) {
        if (context.routes->match(Method::get, path).route != nullptr) return path;
        path.resize(path.rfind('/'));
    }
    return "/office";
}

Task<Result<Response>> show_code(Context& context, const Asking& asking, const FormErrors& errors) {
    auto& services = context.site().services;
    const bool confirms = asking.action == "/office/confirm";
    View view;
    view.set("ACTION", asking.action)
        .set("V_NEXT", asking.next)
        .set("V_RESUME", asking.resume)
        .set("BACK_URL", asking.next)
        .show_if("ENTER", !confirms)
        .show_if("CONFIRM", confirms && asking.status != 403)
        .show_if("INTERRUPTED", asking.status == 403);
    YX_CO_CHECK(co_await show_passkey_question(context, view));
    if (services.is_demonstration) {
        YX_CO_TRY(const std::string code,
                  co_await service::demonstration_code(services, context.staff->facts.actor.id));
        if (!code.empty()) view.add("DEMO_CODE").set("CODE", code);
    }
    errors.show(view);
    Frame frame = office_frame(errors);
    if (!errors.any()) frame.status = asking.status;
    if (asking.status == 403) frame.title = say(context, "office_code.interrupted");
    co_return show_office_page(context, "office_code", view, Desk::none, frame);
}

/// The form again, filled in, with the CSRF token of the session's new name.
Response show_resume(Context& context, const Secret& token, const KeptForm& form) {
    // Drawn for the session as it goes on.
    context.staff->token = token;
    View view;
    view.set("RESUME_URL", form.path);
    for (const auto& [name, value] : form.fields) {
        view.add("FIELDS").set("NAME", name).set("VALUE", value);
    }
    return show_office_page(context, "office_resume", view, Desk::none);
}

bool is_on_form(ErrorCode code) {
    return code == ErrorCode::staff_code_wrong || code == ErrorCode::staff_passkey_refused ||
           code == ErrorCode::too_many_requests || code == ErrorCode::password_disabled;
}

void add_error(FormErrors& errors, const Context& context, const Error& error, bool by_passkey) {
    if (error.code() == ErrorCode::password_disabled) {
        errors.add("code", say(context, "handler.staff_factor_disabled"));
        return;
    }
    errors.add(context, by_passkey ? "passkey" : "code", error);
}

Task<Result<Response>> ask_code(Context& context, std::string action) {
    auto& services = context.site().services;
    const auto& form = context.request.form;
    FormErrors errors;
    Asking asking{std::move(action), next_in_office(context), "", 200};
    if (context.request.method != Method::post) {
        co_return co_await show_code(context, asking, errors);
    }
    YX_CO_CHECK(only_fields(context,
                            {"code",
                             "next",
                             "resume",
                             "challenge",
                             "credential",
                             "client_data",
                             "authenticator_data",
                             "signature"}));
    asking.resume = form["resume"];
    const bool by_passkey = form.has("credential");
    Result<Secret> token =
        by_passkey ? co_await service::confirm_passkey(
                         services, context.staff->token, passkey_answer(context))
                   : co_await service::confirm_staff_code(
                         services, context.staff->token, std::string(trim(form["code"])));
    if (!token) {
        if (!is_on_form(token.error().code())) co_return std::move(token).error();
        add_error(errors, context, token.error(), by_passkey);
        co_return co_await show_code(context, asking, errors);
    }
    const auto kept = open_form(context);
    Response response =
        kept ? show_resume(context, *token, *kept) : redirect_see_other(asking.next);
    keep_staff_token(response, context, *token);
    co_return response;
}

}  // namespace

std::string next_in_office(const Context& context) {
    const auto& fields =
        context.request.method == Method::post ? context.request.form : context.request.query;
    const std::string_view next = fields["next"];
    const bool is_office =
        is_local_path(next) && (next == "/office" || next.starts_with("/office/"));
    return is_office ? std::string(next) : std::string("/office");
}

Task<Result<Response>> staff_login_code(Context& context) {
    if (!context.staff) co_return redirect_see_other("/office/login");
    co_return co_await ask_code(context, "/office/login/code");
}

Task<Result<Response>> staff_confirm(Context& context) {
    co_return co_await ask_code(context, "/office/confirm");
}

Task<Result<Response>> show_step_up(Context& context) {
    const Asking asking{"/office/confirm", page_of(context), seal_form(context), 403};
    co_return co_await show_code(context, asking, {});
}

}  // namespace yinxin::http
