// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/staff.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/staff_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/staff_register.hpp"

namespace yinxin::http {
namespace {

using domain::StaffId;
using service::Colleague;
using storage::StaffState;

std::string url_of(StaffId staff) {
    return "/office/staff/" + staff.str();
}

std::string_view chip_of(StaffState state) {
    switch (state) {
        case StaffState::invited:
            return "making";
        case StaffState::active:
            return "valid";
        case StaffState::disabled:
            return "cancelled";
    }
    return "unknown";
}

void set_colleague(View& row, const Context& context, const Colleague& colleague) {
    const std::string chip(chip_of(colleague.state));
    row.set("LOGIN_NAME", colleague.login_name)
        .set("NAME", colleague.name)
        .set("AUTHORITY", authority_words(context, colleague.issuer_id))
        .set("STATE_CLASS", chip)
        .set("STATE_TEXT", say(context, "staff_state." + std::string(domain::key(colleague.state))))
        .set("LAST_LOGIN",
             colleague.last_login_at ? time_words(context, *colleague.last_login_at)
                                     : say(context, "handler.never"));
    if (colleague.invited_until) {
        row.add("INVITED").set("INVITED_UNTIL", time_words(context, *colleague.invited_until));
    }
}

Response show_invite(Context& context, domain::RoleSet roles, const FormErrors& errors) {
    const auto& form = context.request.form;
    View view;
    view.set("V_LOGIN_NAME", form["login_name"]).set("V_NAME", form["name"]);
    for (const auto& [id, issuer] : context.site().services.reference->issuers) {
        view.add("ISSUERS")
            .set("ISSUER", id)
            .set("ISSUER_TEXT", pick(context, issuer.name))
            .show_if("CHOSEN", form["issuer"] == id);
    }
    show_role_choices(view, context, roles);
    errors.show(view);
    return show_office_page(context, "office_invite", view, Desk::staff, office_frame(errors));
}

/// The code is in this answer and nowhere else.
Response show_invited(Context& context, const service::Invited& invited) {
    View view;
    view.set("CODE", invited.code.expose())
        .set("UNTIL", time_words(context, invited.expires_at))
        .set("ENROL_URL", context.site().services.settings.public_url + "/office/enrol");
    return show_office_page(context, "office_invited", view, Desk::staff);
}

Response show_one(Context& context,
                  const Colleague& colleague,
                  domain::RoleSet ticked,
                  const FormErrors& errors) {
    const std::string url = url_of(colleague.id);
    View view;
    set_colleague(view, context, colleague);
    if (colleague.id == actor_of(context).id) {
        view.show("OWN");
        errors.show(view);
        return show_office_page(
            context, "office_colleague", view, Desk::staff, office_frame(errors));
    }
    View& other = view.add("OTHER");
    const bool is_disabled = colleague.state == StaffState::disabled;
    other.set("ROLES_URL", url + "/roles")
        .set("RECOVER_URL", url + "/recover")
        .set("STATE_URL", url + "/state")
        .set("NEXT_STATE", is_disabled ? "active" : "disabled")
        .show_either(is_disabled, "DISABLED", "ABLE");
    show_role_choices(other, context, ticked);
    errors.show(view);
    return show_office_page(context, "office_colleague", view, Desk::staff, office_frame(errors));
}

Task<Result<Colleague>> load(Context& context) {
    YX_CO_TRY(const std::int64_t id, context.number("staff"));
    co_return co_await service::find_colleague(
        context.site().services, actor_of(context), StaffId{id});
}

/// Errors that belong on the page of the colleague.
bool is_of_roles(ErrorCode code) {
    return code == ErrorCode::staff_roles_exclusive || code == ErrorCode::staff_last_of_role ||
           code == ErrorCode::invalid_input;
}

}  // namespace

Task<Result<Response>> show_staff(Context& context) {
    YX_CO_TRY(const auto colleagues,
              co_await service::list_colleagues(context.site().services, actor_of(context)));
    View view;
    for (const Colleague& colleague : colleagues) {
        View& row = view.add("COLLEAGUES");
        row.set("COLLEAGUE_URL", url_of(colleague.id));
        set_colleague(row, context, colleague);
        show_roles(row, context, colleague.roles);
    }
    co_return show_office_page(context, "office_staff", view, Desk::staff);
}

Task<Result<Response>> invite_colleague(Context& context) {
    FormErrors errors;
    if (context.request.method != Method::post) co_return show_invite(context, {}, errors);
    YX_CO_CHECK(only_fields(context,
                            {"login_name",
                             "name",
                             "issuer",
                             "role_clerk",
                             "role_approver",
                             "role_correspondent",
                             "role_editor",
                             "role_statistics_reader",
                             "role_system_administrator",
                             "role_security_administrator",
                             "role_audit_administrator"}));
    const auto& form = context.request.form;
    const domain::RoleSet roles = read_roles(context);
    const Result<service::Invited> invited =
        co_await service::invite_staff(context.site().services,
                                       actor_of(context),
                                       {std::string(form["login_name"]),
                                        std::string(form["name"]),
                                        std::string(form["issuer"]),
                                        roles});
    if (invited) co_return show_invited(context, *invited);
    const auto field = invited.error().params().find("field");
    if (field == invited.error().params().end()) co_return Error(invited.error());
    if (field->second == "roles" && roles.empty()) {
        errors.add("roles", say(context, "handler.no_role"));
    } else {
        errors.add(context, field->second, invited.error());
    }
    co_return show_invite(context, roles, errors);
}

Task<Result<Response>> show_colleague(Context& context) {
    YX_CO_TRY(const Colleague colleague, co_await load(context));
    co_return show_one(context, colleague, colleague.roles, {});
}

Task<Result<Response>> change_colleague_roles(Context& context) {
    YX_CO_CHECK(only_fields(context,
                            {"role_clerk",
                             "role_approver",
                             "role_correspondent",
                             "role_editor",
                             "role_statistics_reader",
                             "role_system_administrator",
                             "role_security_administrator",
                             "role_audit_administrator"}));
    YX_CO_TRY(const Colleague colleague, co_await load(context));
    const domain::RoleSet roles = read_roles(context);
    const Result<void> changed = co_await service::change_roles(
        context.site().services, actor_of(context), colleague.id, roles);
    if (changed) co_return to_office(context, url_of(colleague.id), "roles_changed");
    if (!is_of_roles(changed.error().code())) co_return Error(changed.error());
    FormErrors errors;
    if (roles.empty()) {
        errors.add("roles", say(context, "handler.no_role"));
    } else {
        errors.add(context, "roles", changed.error());
    }
    co_return show_one(context, colleague, roles, errors);
}

Task<Result<Response>> recover_colleague(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const std::int64_t id, context.number("staff"));
    YX_CO_TRY(
        const service::Invited invited,
        co_await service::recover_staff(context.site().services, actor_of(context), StaffId{id}));
    co_return show_invited(context, invited);
}

Task<Result<Response>> change_colleague_state(Context& context) {
    YX_CO_CHECK(only_fields(context, {"state"}));
    YX_CO_TRY(const Colleague colleague, co_await load(context));
    const bool disables = context.request.form["state"] == "disabled";
    const Result<void> changed =
        co_await service::set_staff_state(context.site().services,
                                          actor_of(context),
                                          colleague.id,
                                          disables ? StaffState::disabled : StaffState::active);
    if (changed) {
        co_return to_office(
            context, url_of(colleague.id), disables ? "staff_disabled" : "staff_enabled");
    }
    if (changed.error().code() != ErrorCode::staff_last_of_role) co_return Error(changed.error());
    FormErrors errors;
    errors.add(context, "form", changed.error());
    co_return show_one(context, colleague, colleague.roles, errors);
}

}  // namespace yinxin::http
