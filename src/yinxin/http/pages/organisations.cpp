// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/organisations.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/organisations.hpp"

namespace yinxin::http {
namespace {

service::OrganisationForm typed_form(const Context& context) {
    const auto& form = context.request.form;
    const auto text = [&form](std::string_view field) { return std::string(trim(form[field])); };
    return {text("name"), text("uscc"), text("contact_name"), text("contact_phone")};
}

void set_form(View& view, const service::OrganisationForm& form) {
    view.set("V_NAME", form.name)
        .set("V_USCC", form.uscc)
        .set("V_CONTACT_NAME", form.contact_name)
        .set("V_CONTACT_PHONE", form.contact_phone)
        .set("MOST_NAME", domain::max_organisation_name)
        .set("MOST_CONTACT", domain::max_contact_name);
}

/// Beside its field, or above the form: what can be done about it stands there.
bool keep_on_form(const Context& context, const Error& error, FormErrors& errors) {
    const auto field = error.params().find("field");
    if (field != error.params().end()) {
        errors.add(context, field->second, error);
        return true;
    }
    if (error.code() == ErrorCode::organisation_too_many) {
        errors.add(context, "form", error);
        return true;
    }
    if (error.code() == ErrorCode::forbidden) {
        errors.add("form", say(context, "handler.mobile_not_confirmed"));
        return true;
    }
    return false;
}

Task<Result<service::OrganisationView>> load(Context& context) {
    YX_CO_TRY(const domain::OrganisationId organisation, organisation_of(context));
    co_return co_await service::load_organisation(
        context.site().services, context.visitor->facts.account, organisation);
}

}  // namespace

Task<Result<Response>> show_organisations(Context& context) {
    YX_CO_TRY(const std::vector<storage::Membership> own,
              co_await service::list_own_organisations(context.site().services,
                                                       context.visitor->facts.account));
    View view;
    for (const storage::Membership& each : own) {
        View& row = view.add("ORGANISATIONS");
        row.set("URL", organisation_url(each.organisation))
            .set("ACT_URL", "/acting/" + each.organisation.str())
            .set("NAME", each.name)
            .set("ROLE", role_words(context, each.role))
            .set("JOINED_DAY", day_words(context, civil_day(each.joined_at)));
        set_sign(row, "STANDING", standing_sign(context, each.standing));
    }
    view.show_if("NO_ORGANISATIONS", own.empty())
        .set("MOST", domain::most_organisations)
        .show_if("ROOM", own.size() < domain::most_organisations);
    co_return show_page(context, "organisations", view, {.menu = Menu::account});
}

Task<Result<Response>> register_organisation(Context& context) {
    FormErrors errors;
    const service::OrganisationForm typed = typed_form(context);
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"name", "uscc", "contact_name", "contact_phone"}));
        const Result<domain::OrganisationId> made = co_await service::register_organisation(
            context.site().services, context.visitor->facts.account, typed);
        if (made) {
            co_return redirect_with_flash(
                context, organisation_url(*made), "organisation_registered");
        }
        if (!keep_on_form(context, made.error(), errors)) co_return Error(made.error());
    }
    View view;
    set_form(view, typed);
    errors.show(view);
    co_return show_page(context, "organisation_new", view, form_frame(Menu::account, errors));
}

Task<Result<Response>> show_organisation(Context& context) {
    YX_CO_TRY(const service::OrganisationView found, co_await load(context));
    const storage::OrganisationRow& row = found.organisation;
    View view;
    set_organisation(view, context, found.own);
    view.set("USCC", row.uscc)
        .set("CONTACT_NAME", row.contact.name)
        .set("CONTACT_PHONE", row.contact.phone)
        .set("ROLE", role_words(context, found.own.role))
        .set("MEMBERS", found.members)
        .set("CREATED_DAY", day_words(context, civil_day(row.created_at)));
    const bool is_confirmed = row.standing == domain::OrganisationStanding::confirmed;
    if (is_confirmed) {
        view.add("CONFIRMED").set("CONFIRMED_DAY", day_words(context, civil_day(row.standing_at)));
    } else {
        view.show("STATED");
    }
    const Days delay = context.site().services.reference->check_display.authority_delay;
    const bool is_late =
        row.organisation_class == domain::OrganisationClass::authority && delay.count() > 0;
    if (is_late) view.add("AUTHORITY").set("DELAY_DAYS", delay.count());
    co_return show_page(context, "organisation", view, {.menu = Menu::account, .title = row.name});
}

Task<Result<Response>> change_organisation(Context& context) {
    YX_CO_TRY(const service::OrganisationView found, co_await load(context));
    if (!found.own.is_owner()) co_return Error(ErrorCode::not_found, "for owners");
    service::OrganisationForm form{found.organisation.name,
                                   found.organisation.uscc,
                                   found.organisation.contact.name,
                                   found.organisation.contact.phone};
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"name", "contact_name", "contact_phone"}));
        form = typed_form(context);
        form.uscc = found.organisation.uscc;
        const Result<void> changed = co_await service::change_organisation(
            context.site().services, context.visitor->facts.account, found.own.organisation, form);
        if (changed) {
            co_return redirect_with_flash(
                context, organisation_url(found.own.organisation), "organisation_changed");
        }
        if (!keep_on_form(context, changed.error(), errors)) co_return Error(changed.error());
    }
    View view;
    set_organisation(view, context, found.own);
    set_form(view, form);
    const bool is_confirmed = found.own.standing == domain::OrganisationStanding::confirmed;
    view.show_either(is_confirmed, "NAME_FIXED", "NAME_OPEN")
        .show_either(found.members == 1, "MAY_CLOSE", "NOT_MAY_CLOSE");
    errors.show(view);
    co_return show_page(context, "organisation_details", view, form_frame(Menu::account, errors));
}

Task<Result<Response>> close_organisation(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const domain::OrganisationId organisation, organisation_of(context));
    YX_CO_CHECK(co_await service::close_organisation(
        context.site().services, context.visitor->facts.account, organisation));
    co_return redirect_with_flash(context, "/organisations", "organisation_closed");
}

}  // namespace yinxin::http
