// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/organisation_purposes.hpp"

#include "yinxin/domain/typed_line.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/organisation_purposes.hpp"

#include <algorithm>

namespace yinxin::http {
namespace {

using domain::OrganisationId;
using domain::PurposeKind;

Task<Result<service::PurposesView>> load(Context& context, OrganisationId organisation) {
    co_return co_await service::load_purposes(
        context.site().services, context.visitor->facts.account, organisation);
}

std::string purposes_url(OrganisationId organisation) {
    return organisation_url(organisation, "/purposes");
}

/// What the owner can put right on the form.
bool keep_on_form(const Context& context, const Error& error, FormErrors& errors) {
    const ErrorCode code = error.code();
    const bool is_known = code == ErrorCode::purpose_invalid ||
                          code == ErrorCode::organisation_purpose_exists ||
                          code == ErrorCode::organisation_too_many;
    if (is_known) errors.add(context, "purpose", error);
    return is_known;
}

Response show_list(Context& context, const service::PurposesView& found, const FormErrors& errors) {
    View view;
    set_organisation(view, context, found.own);
    for (const storage::PurposeRow& purpose : found.purposes) {
        View& row = view.add("PURPOSES");
        const std::string url = purposes_url(found.own.organisation) + "/" + purpose.id.str();
        row.set("TEXT", purpose.text);
        row.show_if("BID", purpose.kind == PurposeKind::bid_evaluation);
        if (found.own.is_owner()) {
            row.add("MANAGE").set("RENAME_URL", url).set("RETIRE_URL", url + "/retire");
        }
    }
    view.show_if("NO_PURPOSES", found.purposes.empty());
    if (found.own.is_owner()) {
        View& form = view.add("FORM");
        form.set("V_PURPOSE", context.request.form["purpose"])
            .set("MOST_PURPOSE", domain::max_purpose_length);
        if (found.offers_bid_evaluation) {
            form.add("KIND")
                .set("MOST_DAYS",
                     context.site().services.reference->check_display.bid_evaluation_most.count())
                .show_if("BID_CHECKED", context.request.form["kind"] == "bid_evaluation");
        }
    }
    errors.show(view);
    return show_page(context, "organisation_purposes", view, form_frame(Menu::account, errors));
}

}  // namespace

Task<Result<Response>> show_purposes(Context& context) {
    auto& services = context.site().services;
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"purpose", "kind"}));
        const bool is_bid = context.request.form["kind"] == "bid_evaluation";
        const Result<void> added = co_await service::add_purpose(
            services,
            context.visitor->facts.account,
            organisation,
            std::string(context.request.form["purpose"]),
            is_bid ? PurposeKind::bid_evaluation : PurposeKind::ordinary);
        if (added) {
            co_return redirect_with_flash(context, purposes_url(organisation), "purpose_added");
        }
        if (!keep_on_form(context, added.error(), errors)) co_return Error(added.error());
    }
    YX_CO_TRY(const service::PurposesView found, co_await load(context, organisation));
    co_return show_list(context, found, errors);
}

Task<Result<Response>> rename_purpose(Context& context) {
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    YX_CO_TRY(const std::int64_t number, context.number("purpose"));
    const storage::PurposeId purpose{number};
    FormErrors errors;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context, {"purpose"}));
        const Result<void> renamed =
            co_await service::rename_purpose(context.site().services,
                                             context.visitor->facts.account,
                                             organisation,
                                             purpose,
                                             std::string(context.request.form["purpose"]));
        if (renamed) {
            co_return redirect_with_flash(context, purposes_url(organisation), "purpose_renamed");
        }
        if (!keep_on_form(context, renamed.error(), errors)) co_return Error(renamed.error());
    }
    YX_CO_TRY(const service::PurposesView found, co_await load(context, organisation));
    const auto row = std::ranges::find(found.purposes, purpose, &storage::PurposeRow::id);
    if (row == found.purposes.end() || !found.own.is_owner()) {
        co_return Error(ErrorCode::not_found, "purpose");
    }
    View view;
    set_organisation(view, context, found.own);
    view.set("URL", purposes_url(organisation) + "/" + purpose.str())
        .set("V_PURPOSE", errors.any() ? std::string(context.request.form["purpose"]) : row->text)
        .set("MOST_PURPOSE", domain::max_purpose_length);
    errors.show(view);
    co_return show_page(context, "organisation_purpose", view, form_frame(Menu::account, errors));
}

Task<Result<Response>> retire_purpose(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const OrganisationId organisation, organisation_of(context));
    YX_CO_TRY(const std::int64_t purpose, context.number("purpose"));
    YX_CO_CHECK(co_await service::retire_purpose(context.site().services,
                                                 context.visitor->facts.account,
                                                 organisation,
                                                 storage::PurposeId{purpose}));
    co_return redirect_with_flash(context, purposes_url(organisation), "purpose_retired");
}

}  // namespace yinxin::http
