// SPDX-License-Identifier: Apache-2.0
// The organisation's side of authorised_uses.hpp.
#include "yinxin/http/pages/authorised_uses.hpp"
#include "yinxin/http/pages/entry_check.hpp"
#include "yinxin/http/pages/login.hpp"
#include "yinxin/http/pages/organisation_words.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/organisations.hpp"

namespace yinxin::http {
namespace {

std::string page_url(domain::OrganisationId organisation) {
    return organisation_url(organisation, "/copies");
}

std::string file_url(domain::OrganisationId organisation,
                     storage::UseId use,
                     domain::CopyFormat format) {
    return page_url(organisation) + "/" + use.str() +
           "/file?format=" + std::string(domain::key(format));
}

void add_fetched(View& view,
                 const Context& context,
                 domain::OrganisationId organisation,
                 const service::FetchedUse& use) {
    View& row = view.add("COPIES");
    row.set("QUALIFICATION", pick(context, use.qualification))
        .set("MASKED_NAME", use.masked_name)
        .set("COPY_NUMBER", use.copy_no)
        .set("PURPOSE", use.purpose)
        .set("FETCHED_AT", time_words(context, use.fetched.fetched_at))
        .set("UNTIL_DAY",
             day_words(context, domain::last_day({use.fetched.fetched_at, use.fetched.ends_at})));
    if (use.fetched.client) row.add("BY_PROGRAM").set("CLIENT", use.client_name);
    if (use.closed) row.add("CLOSED").set("REASON", say(context, *use.closed));
    bool is_first = true;
    for (const storage::CopyFileRow& file : use.files) {
        View& face = row.add("FACES");
        face.set("FACE_URL", file_url(organisation, use.fetched.use, file.format));
        face.show_if("FIRST", is_first);
        face.show_either(file.format == domain::CopyFormat::pdf, "FACE_PDF", "FACE_OFD");
        is_first = false;
    }
}

Task<Result<Response>> show(Context& context,
                            domain::OrganisationId organisation,
                            const FormErrors& errors) {
    auto& services = context.site().services;
    YX_CO_TRY(
        const service::FetchedCopies fetched,
        co_await service::list_fetched(services, context.visitor->facts.account, organisation));
    View view;
    view.set("ID", organisation.value).set("NAME", fetched.own.name);
    for (const service::FetchedUse& use : fetched.uses) {
        add_fetched(view, context, organisation, use);
    }
    view.show_if("NO_COPIES", fetched.uses.empty());
    view.show_if("NOT_CONFIRMED", fetched.own.standing != domain::OrganisationStanding::confirmed);
    errors.show(view);
    co_return show_page(context, "fetched_copies", view, form_frame(Menu::verify, errors));
}

}  // namespace

Task<Result<Response>> choose_redeemer(Context& context) {
    const auto& facts = context.visitor->facts;
    if (facts.acting) co_return redirect_see_other(page_url(facts.acting->organisation));
    YX_CO_TRY(const std::vector<storage::Membership> own,
              co_await service::list_own_organisations(context.site().services, facts.account));
    if (own.size() == 1) co_return redirect_see_other(page_url(own.front().organisation));
    View view;
    for (const storage::Membership& each : own) {
        View& row = view.add("ORGANISATIONS");
        row.set("URL", page_url(each.organisation)).set("NAME", each.name);
        set_sign(row, "STANDING", standing_sign(context, each.standing));
    }
    view.show_if("NO_ORGANISATIONS", own.empty());
    co_return show_page(context, "redeem_for", view, {.menu = Menu::verify});
}

Task<Result<Response>> redeem_use(Context& context) {
    YX_CO_TRY(const domain::OrganisationId organisation, organisation_of(context));
    FormErrors errors;
    if (context.request.method != Method::post) {
        co_return co_await show(context, organisation, errors);
    }
    YX_CO_CHECK(only_fields(context, {"code"}));
    const Result<storage::UseId> use =
        co_await service::redeem_use(context.site().services,
                                     context.visitor->facts.account,
                                     organisation,
                                     std::string(context.request.form["code"]),
                                     origin_of(context));
    watch_door(context, WatchedDoor::use_code, error_in(use));
    if (use) co_return redirect_with_flash(context, page_url(organisation), "use_fetched");
    const ErrorCode code = use.error().code();
    if (code == ErrorCode::too_many_requests || code == ErrorCode::not_found) {
        co_return Error(use.error());
    }
    errors.add(context, "code", use.error());
    co_return co_await show(context, organisation, errors);
}

Task<Result<Response>> download_fetched(Context& context) {
    YX_CO_TRY(const domain::OrganisationId organisation, organisation_of(context));
    YX_CO_TRY(const std::int64_t number, context.number("use"));
    const auto format = domain::parse_key<domain::CopyFormat>(context.request.query["format"]);
    const domain::CopyFormat kind = format ? *format : domain::CopyFormat::pdf;
    const Result<service::SealedFile> sealed =
        co_await service::open_fetched(context.site().services,
                                       context.visitor->facts.account,
                                       organisation,
                                       storage::UseId{number},
                                       kind);
    // Withdrawn or over since the page was drawn: the page says so.
    if (!sealed && sealed.error().code() == ErrorCode::authorised_use_over) {
        co_return redirect_see_other(page_url(organisation));
    }
    if (!sealed) co_return Error(sealed.error());
    const bool is_ofd = kind == domain::CopyFormat::ofd;
    Response response =
        file(sealed->bytes, is_ofd ? "application/ofd" : "application/pdf", sealed->name);
    apply_range(context.request, response);
    co_return response;
}

}  // namespace yinxin::http
