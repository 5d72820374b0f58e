// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/authorised_uses.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/typed_line.hpp"
#include "yinxin/http/pages/step_up.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/certificates.hpp"

namespace yinxin::http {
namespace {

using service::CertificateFacts;
using storage::AuthorisedUse;

std::string use_url(LineId line, storage::UseId use) {
    return "/certificates/" + line.str() + "/uses/" + use.str();
}

/// Days that are no number at all become 0, which the policy refuses with its own words.
service::UseWish wish_of(const Context& context) {
    const Fields& form = context.request.form;
    const auto days = parse_integer(trim(form["days"]));
    const bool fits = days && *days >= 0 && *days <= 100'000;
    return {std::string(form["uscc"]),
            std::string(form["purpose"]),
            fits ? static_cast<int>(*days) : 0};
}

/// The field a refusal belongs to; "form" where it is about the certificate.
std::string field_of(const Error& error) {
    const auto field = error.params().find("field");
    if (field != error.params().end()) return field->second;
    return error.code() == ErrorCode::endorsement_days_out_of_range ? "days" : "form";
}

Response show_form(Context& context, const CertificateFacts& facts, const FormErrors& errors) {
    const Fields& form = context.request.form;
    const std::string_view days = form["days"];
    View view;
    set_certificate(view, context, facts.certificate.face);
    view.set("ID", facts.certificate.line.value)
        .set("NAME", facts.certificate.face.name)
        .set("V_USCC", form["uscc"])
        .set("V_PURPOSE", form["purpose"])
        .set("V_DAYS", days.empty() ? std::to_string(facts.policy->max_days) : std::string(days))
        .set("MAX_DAYS", facts.policy->max_days)
        .set("MOST_PURPOSE", domain::max_purpose_length)
        .set("NUMBER", facts.used + 1)
        .set("QUOTA", facts.policy->quota);
    errors.show(view);
    return show_page(context, "authorise", view, form_frame(Menu::certificates, errors));
}

/// Beside its field, or where the certificate's own pages explain it.
Response refuse(Context& context, const CertificateFacts& facts, const Error& error) {
    const auto pending = error.params().find("id");
    if (error.code() == ErrorCode::endorsement_pending && pending != error.params().end()) {
        return redirect_see_other("/endorsements/" + pending->second);
    }
    if (error.code() == ErrorCode::endorsement_limit_reached) {
        return redirect_see_other("/certificates/" + facts.certificate.line.str() + "/endorse");
    }
    FormErrors errors;
    errors.add(context, field_of(error), error);
    return show_form(context, facts, errors);
}

Response show_confirm(Context& context,
                      const CertificateFacts& facts,
                      const service::UsePreview& preview,
                      const FormErrors& errors) {
    const service::ApplicationPreview& application = preview.application;
    View view;
    set_certificate(view, context, facts.certificate.face);
    view.set("ID", facts.certificate.line.value)
        .set("NAME", facts.certificate.face.name)
        .set("ORGANISATION", preview.organisation)
        .set("PURPOSE", preview.purpose)
        .set("USCC", context.request.form["uscc"])
        .set("DAYS", trim(context.request.form["days"]))
        .set("UNTIL_DAY", day_words(context, domain::last_day(application.validity)))
        .set("NUMBER", application.use_no)
        .set("QUOTA", application.quota);
    view.show_either(application.same_today.has_value(), "SAME", "COUNTED");
    view.show_if("SHORT", application.asks_short);
    errors.show(view);
    return show_page(context, "authorise_confirm", view, form_frame(Menu::certificates, errors));
}

/// The code, once; it is stored nowhere.
Response show_code(Context& context, LineId line, const service::GivenUse& given) {
    View view;
    view.set("CODE", domain::grouped(given.code))
        .set("USE_URL", use_url(line, given.id))
        .set("SERVICE_URL", context.site().services.settings.public_url + "/authorised-use");
    return show_page(context, "use_code", view, {.menu = Menu::certificates});
}

/// The use of the address, if it is of the certificate of the address.
Task<Result<AuthorisedUse>> load(Context& context) {
    YX_CO_TRY(const std::int64_t line, context.number("id"));
    YX_CO_TRY(const std::int64_t number, context.number("use"));
    YX_CO_TRY(AuthorisedUse use,
              co_await service::load_use(
                  context.site().services, context.visitor->facts.actor(), storage::UseId{number}));
    if (use.line != LineId{line}) co_return Error(ErrorCode::not_found, "use of a certificate");
    co_return use;
}

/// Signs of other things that stand for the same.
std::string class_of(domain::UseState state) {
    switch (state) {
        case domain::UseState::open:
            return "open";
        case domain::UseState::fetched:
            return "current";
        case domain::UseState::withdrawn:
            return "withdrawn";
        case domain::UseState::over:
            return "expired";
    }
    return "none";
}

void set_use(View& view, const Context& context, const AuthorisedUse& use) {
    const Instant now = context.site().services.clock.now();
    const std::string state(domain::key(use.state_at(now)));
    set_sign(view, "STATE", {class_of(use.state_at(now)), say(context, "use_state." + state)});
    view.set("USE_URL", use_url(use.line, use.id))
        .set("ORGANISATION", use.organisation_name)
        .set("PURPOSE", use.purpose)
        .set("GIVEN_AT", time_words(context, use.made_at))
        .set("UNTIL_DAY", day_words(context, domain::last_day({use.made_at, use.ends_at})));
    if (use.redeemed_at) {
        View& fetched = view.add("FETCHED");
        fetched.set("FETCHED_AT", time_words(context, *use.redeemed_at));
        fetched.show_if("BY_PROGRAM", use.redeemed_client.has_value());
    }
    if (use.wrong_at) {
        view.add("WRONG")
            .set("TRIES", use.wrong_tries)
            .set("WRONG_AT", time_words(context, *use.wrong_at));
    }
}

}  // namespace

void set_uses(View& view, const Context& context, const std::vector<AuthorisedUse>& uses) {
    for (const AuthorisedUse& use : uses) {
        set_use(view.add("USES"), context, use);
    }
}

Task<Result<Response>> authorise_use(Context& context) {
    auto& services = context.site().services;
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    const LineId line{number};
    const service::Actor actor = context.visitor->facts.actor(context.request.trace);
    YX_CO_TRY(const CertificateFacts facts,
              co_await service::load_certificate(services, actor, line));
    const std::string endorse_url = "/certificates/" + line.str() + "/endorse";
    const bool may_ask = facts.is_valid() && facts.needs_endorsement && facts.data_checked_at &&
                         facts.quota_is_free();
    if (!may_ask) co_return redirect_see_other(endorse_url);
    YX_CO_TRY(auto ask,
              co_await ask_at_new_device(context, "/certificates/" + line.str() + "/authorise"));
    if (ask) co_return *std::move(ask);
    FormErrors errors;
    if (context.request.method != Method::post) co_return show_form(context, facts, errors);
    YX_CO_CHECK(only_fields(context, {"step", "uscc", "purpose", "days", "confirm_short"}));
    const service::UseWish wish = wish_of(context);
    const Result<service::UsePreview> preview =
        co_await service::preview_use(services, actor, line, wish);
    if (!preview) co_return refuse(context, facts, preview.error());
    if (context.request.form["step"] != "give") {
        co_return show_confirm(context, facts, *preview, errors);
    }
    const bool is_short = context.request.form["confirm_short"] == "yes";
    if (preview->application.asks_short && !is_short) {
        errors.add("confirm_short", say(context, "error.endorsement.short_confirmation"));
        co_return show_confirm(context, facts, *preview, errors);
    }
    const Result<service::GivenUse> given =
        co_await service::authorise_use(services, actor, line, wish, {is_short, false});
    if (!given) co_return refuse(context, facts, given.error());
    co_return show_code(context, line, *given);
}

Task<Result<Response>> show_use(Context& context) {
    YX_CO_TRY(const AuthorisedUse use, co_await load(context));
    YX_CO_TRY(const CertificateFacts facts,
              co_await service::load_certificate(
                  context.site().services, context.visitor->facts.actor(), use.line));
    const auto state = use.state_at(context.site().services.clock.now());
    View view;
    set_certificate(view, context, facts.certificate.face);
    view.set("ID", use.line.value);
    set_use(view, context, use);
    view.show_if("OPEN", state == domain::UseState::open);
    view.show_if("MAY_WITHDRAW",
                 state == domain::UseState::open || state == domain::UseState::fetched);
    co_return show_page(context, "authorised_use", view, {.menu = Menu::certificates});
}

Task<Result<Response>> replace_use_code(Context& context) {
    YX_CO_CHECK(only_fields(context, {}));
    YX_CO_TRY(const AuthorisedUse use, co_await load(context));
    YX_CO_TRY(auto ask, co_await ask_at_new_device(context, use_url(use.line, use.id)));
    if (ask) co_return *std::move(ask);
    const Result<service::GivenUse> given = co_await service::replace_code(
        context.site().services, context.visitor->facts.actor(), use.id);
    if (given) co_return show_code(context, use.line, *given);
    // It was fetched or withdrawn meanwhile: its page says so.
    if (given.error().code() == ErrorCode::authorised_use_over) {
        co_return redirect_see_other(use_url(use.line, use.id));
    }
    co_return Error(given.error());
}

Task<Result<Response>> withdraw_use(Context& context) {
    YX_CO_CHECK(only_fields(context, {"copy"}));
    YX_CO_TRY(const AuthorisedUse use, co_await load(context));
    const bool ends_copy = context.request.form["copy"] == "end";
    const Result<void> done =
        co_await service::withdraw_use(context.site().services,
                                       context.visitor->facts.actor(),
                                       use.id,
                                       ends_copy ? service::CopyToo::end : service::CopyToo::keep);
    const std::string page = use_url(use.line, use.id);
    if (!done && done.error().code() == ErrorCode::authorised_use_over) {
        co_return redirect_see_other(page);
    }
    if (!done) co_return Error(done.error());
    co_return redirect_with_flash(
        context, page, ends_copy ? "use_and_copy_ended" : "use_withdrawn");
}

}  // namespace yinxin::http
