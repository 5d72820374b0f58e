// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/acting.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/acting.hpp"
#include "yinxin/service/organisations.hpp"

namespace yinxin::http {
namespace {

constexpr std::string_view after = "/verify";

/// Where the visitor came from; the page of the three ways where that is not known.
std::string next_of(const Context& context) {
    const auto& fields =
        context.request.method == Method::post ? context.request.form : context.request.query;
    const std::string_view next = fields["next"];
    return std::string(is_local_path(next) ? next : after);
}

void set_present(View& view, const Context& context) {
    const auto& acting = context.visitor->facts.acting;
    if (!acting) {
        view.show("FOR_ONESELF");
        return;
    }
    View& present = view.add("FOR_ORGANISATION");
    present.set("NAME", acting->name).set("PURPOSE", acting->purpose);
    set_later(present, context, acting->shown_from);
}

void add_purposes(View& view, const Context& context, const service::ActingOffer& offer) {
    const std::string_view chosen = context.request.form["purpose_id"];
    const auto& acting = context.visitor->facts.acting;
    for (const storage::PurposeRow& purpose : offer.purposes) {
        View& row = view.add("PURPOSES");
        row.set("VALUE", purpose.id.value).set("TEXT", purpose.text);
        const bool is_present = chosen.empty() && acting &&
                                acting->organisation == offer.membership.organisation &&
                                acting->purpose == purpose.text;
        row.show_if("CHECKED", is_present || chosen == purpose.id.str());
        const bool has_day =
            purpose.kind == domain::PurposeKind::bid_evaluation && offer.first_day.has_value();
        row.show_if("BID", has_day);
    }
    view.show_if("SAVED", !offer.purposes.empty());
    view.show_if("TYPED", chosen == "typed" || offer.purposes.empty());
}

bool offers_day(const service::ActingOffer& offer) {
    if (!offer.first_day) return false;
    return std::ranges::any_of(offer.purposes, [](const storage::PurposeRow& purpose) {
        return purpose.kind == domain::PurposeKind::bid_evaluation;
    });
}

Response show_choice(Context& context,
                     const service::ActingOffer& offer,
                     const FormErrors& errors) {
    const auto& form = context.request.form;
    View view;
    view.set("ID", offer.membership.organisation.value)
        .set("NAME", offer.membership.name)
        .set("V_PURPOSE", form["purpose"])
        .set("V_NEXT", next_of(context))
        .set("MOST_PURPOSE", domain::max_purpose_length);
    set_sign(view, "STANDING", standing_sign(context, offer.membership.standing));
    add_purposes(view, context, offer);
    if (offers_day(offer)) {
        view.add("DAY")
            .set("V_SHOWN_FROM", form["shown_from"])
            .set("FIRST_DAY", format_day(*offer.first_day))
            .set("LAST_DAY", format_day(*offer.last_day))
            .set("LAST_DAY_WORDS", day_words(context, *offer.last_day));
    }
    view.show_if("OWNER", offer.membership.is_owner());
    errors.show(view);
    return show_page(context, "acting_for", view, form_frame(Menu::verify, errors));
}

service::ActingChoice typed_choice(const Context& context, domain::OrganisationId organisation) {
    const auto& form = context.request.form;
    service::ActingChoice choice;
    choice.organisation = organisation;
    if (const auto id = parse_integer(form["purpose_id"])) choice.purpose = storage::PurposeId{*id};
    choice.typed_purpose = form["purpose"];
    choice.shown_from = form["shown_from"];
    return choice;
}

}  // namespace

Task<Result<Response>> choose_acting(Context& context) {
    auto& services = context.site().services;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"next"}));
        YX_CO_CHECK(co_await service::act_for_oneself(services, context.visitor->token));
        co_return redirect_with_flash(context, next_of(context), "acting_ended");
    }
    YX_CO_TRY(const std::vector<storage::Membership> own,
              co_await service::list_own_organisations(services, context.visitor->facts.account));
    View view;
    view.set("V_NEXT", next_of(context));
    set_present(view, context);
    for (const storage::Membership& each : own) {
        View& row = view.add("ORGANISATIONS");
        row.set("URL", "/acting/" + each.organisation.str() + "?next=" + next_of(context))
            .set("NAME", each.name);
        set_sign(row, "STANDING", standing_sign(context, each.standing));
    }
    view.show_if("NO_ORGANISATIONS", own.empty());
    co_return show_page(context, "acting", view, {.menu = Menu::verify});
}

Task<Result<Response>> act_for_organisation(Context& context) {
    auto& services = context.site().services;
    const AccountId account = context.visitor->facts.account;
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    const domain::OrganisationId organisation{number};
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"purpose_id", "purpose", "shown_from", "next"}));
        const Result<void> done = co_await service::act_for(
            services, account, context.visitor->token, typed_choice(context, organisation));
        if (done) co_return redirect_with_flash(context, next_of(context), "acting");
        const auto field = done.error().params().find("field");
        if (field == done.error().params().end()) co_return Error(done.error());
        errors.add(context, field->second, done.error());
    }
    YX_CO_TRY(const service::ActingOffer offer,
              co_await service::load_acting_offer(services, account, organisation));
    co_return show_choice(context, offer, errors);
}

}  // namespace yinxin::http
