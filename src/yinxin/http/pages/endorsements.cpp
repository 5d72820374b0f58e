// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/endorsements.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/flow/deadline.hpp"
#include "yinxin/http/pages/words.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/endorsements.hpp"

namespace yinxin::http {
namespace {

using domain::EndorsementTerms;
using domain::EndorsementView;
using service::CertificateFacts;

/// A copy is usually there before a person has looked up: so long the first page waits for it.
constexpr std::chrono::milliseconds patience{900};
constexpr std::chrono::milliseconds look_again{15};

/// What the form brought, as typed.
struct Typed {
    std::string scenario;
    std::string days;
    std::string recipient;
};

Typed typed_of(const Context& context) {
    const Fields& form = context.request.form;
    return {std::string(form["scenario"]),
            std::string(trim(form["days"])),
            std::string(form["recipient"])};
}

std::string endorse_url(LineId line) {
    return "/certificates/" + line.str() + "/endorse";
}

/// Days that are no number at all become 0, which the policy refuses with its own words.
EndorsementTerms terms_of(const Typed& typed) {
    const auto days = parse_integer(typed.days);
    const bool fits = days && *days >= 0 && *days <= 100'000;
    return {typed.scenario, fits ? static_cast<int>(*days) : 0, typed.recipient};
}

std::string_view field_of(ErrorCode code) {
    switch (code) {
        case ErrorCode::endorsement_days_out_of_range:
            return "days";
        case ErrorCode::endorsement_scenario_unknown:
            return "scenario";
        case ErrorCode::endorsement_recipient_invalid:
            return "recipient";
        default:
            return "form";
    }
}

/// Refusals the form can show; everything else belongs on the endorse page or is an error page.
bool is_about_form(ErrorCode code) {
    return field_of(code) != "form";
}

Response show_form(Context& context,
                   const CertificateFacts& facts,
                   const Typed& typed,
                   const FormErrors& errors) {
    const domain::EndorsementPolicy& policy = *facts.policy;
    View view;
    set_certificate(view, context, facts.certificate.face);
    view.set("ID", facts.certificate.line.value)
        .set("NAME", facts.certificate.face.name)
        .set("V_DAYS", typed.days)
        .set("MAX_DAYS", policy.max_days)
        .set("V_RECIPIENT", typed.recipient)
        .set("NUMBER", facts.used + 1)
        .set("QUOTA", policy.quota);
    for (const std::string& scenario : policy.scenarios) {
        View& option = view.add("SCENARIOS");
        option.set("VALUE", scenario)
            .set("LABEL", scenario_words(context, scenario))
            .set("NOTE", say(context, "scenario_note." + scenario));
        option.show_if("SELECTED", scenario == typed.scenario || policy.scenarios.size() == 1);
    }
    errors.show(view);
    return show_page(context, "apply", view, form_frame(Menu::certificates, errors));
}

void set_next(View& view, const Context& context, const CertificateFacts& facts) {
    const int after = facts.used + 1;
    if (after < facts.policy->quota) {
        view.show("NEXT_NOW");
        return;
    }
    // After this one the quota is used up: the next is possible when the oldest leaves the window.
    auto past = storage::past_applications(facts.endorsements);
    const CivilDay today = civil_day(context.site().services.clock.now());
    past.push_back({today, 0, domain::EndorsementState::pending, {}});
    view.add("NEXT_LATER")
        .set("FIRST_DAY",
             day_words(context, domain::first_possible_day(past, today, *facts.policy)));
}

Response show_confirm(Context& context,
                      const CertificateFacts& facts,
                      const Typed& typed,
                      const service::ApplicationPreview& preview,
                      const FormErrors& errors) {
    View view;
    set_certificate(view, context, facts.certificate.face);
    view.set("ID", facts.certificate.line.value)
        .set("NAME", facts.certificate.face.name)
        .set("SCENARIO", typed.scenario)
        .set("SCENARIO_TEXT", scenario_words(context, typed.scenario))
        .set("DAYS", typed.days)
        .set("V_RECIPIENT", typed.recipient)
        .set("UNTIL_DAY", day_words(context, domain::last_day(preview.validity)))
        .set("NUMBER", preview.use_no)
        .set("QUOTA", preview.quota);
    if (typed.recipient.empty()) {
        view.show("NO_RECIPIENT");
    } else {
        view.add("HAS_RECIPIENT").set("RECIPIENT", typed.recipient);
    }
    set_next(view, context, facts);
    view.show_if("SHORT", preview.asks_short);
    if (preview.same_today) {
        view.add("REPEAT").set("EXISTING_URL", "/endorsements/" + preview.same_today->str());
    }
    errors.show(view);
    return show_page(context, "apply_confirm", view, form_frame(Menu::certificates, errors));
}

/// Where a refusal leads that is not about the form.
Result<Response> turn_away(LineId line, const Error& error) {
    switch (error.code()) {
        case ErrorCode::endorsement_pending:
            return redirect_see_other("/endorsements/" + error.params().at("id"));
        case ErrorCode::endorsement_limit_reached:
        case ErrorCode::endorsement_not_needed:
        case ErrorCode::certificate_not_valid:
        case ErrorCode::data_check_required:
            return redirect_see_other(endorse_url(line));
        default:
            return Error(error);
    }
}

Task<Result<Response>> submit(Context& context,
                              const CertificateFacts& facts,
                              const Typed& typed,
                              const service::ApplicationPreview& preview) {
    const Fields& form = context.request.form;
    const service::Confirmations answers{form["confirm_short"] == "yes",
                                         form["confirm_repeat"] == "yes"};
    FormErrors errors;
    if (preview.asks_short && !answers.is_short) {
        errors.add("confirm_short", say(context, "error.endorsement.short_confirmation"));
        co_return show_confirm(context, facts, typed, preview, errors);
    }
    const LineId line = facts.certificate.line;
    const Result<service::Applied> applied =
        co_await service::apply_for_endorsement(context.site().services,
                                                context.visitor->facts.actor(context.request.trace),
                                                line,
                                                terms_of(typed),
                                                answers);
    if (!applied) co_return turn_away(line, applied.error());
    const std::string location = "/endorsements/" + applied->id.str();
    co_return applied->is_new ? redirect_see_other(location)
                              : redirect_with_flash(context, location, "existing");
}

Task<Result<service::ApplicationFacts>> wait_for_copy(Context& context, EndorsementId id) {
    auto& services = context.site().services;
    const service::Actor actor = context.visitor->facts.actor();
    const auto until = std::chrono::steady_clock::now() + patience;
    for (;;) {
        YX_CO_TRY(service::ApplicationFacts facts,
                  co_await service::load_application(services, actor, id));
        const bool is_settled = facts.view != EndorsementView::generating;
        if (is_settled || std::chrono::steady_clock::now() >= until) co_return facts;
        co_await flow::pause(look_again);
    }
}

}  // namespace

Task<Result<Response>> show_apply(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    const LineId line{number};
    YX_CO_TRY(const CertificateFacts facts,
              co_await service::load_certificate(
                  context.site().services, context.visitor->facts.actor(), line));
    const bool is_possible = facts.is_valid() && facts.needs_endorsement && facts.data_checked_at &&
                             facts.pending() == nullptr && facts.quota_is_free();
    if (!is_possible) co_return redirect_see_other(endorse_url(line));
    const Typed defaults{
        facts.policy->scenarios.front(), std::to_string(facts.policy->max_days), ""};
    const FormErrors none;
    co_return show_form(context, facts, defaults, none);
}

Task<Result<Response>> apply(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    YX_CO_CHECK(only_fields(
        context, {"step", "scenario", "days", "recipient", "confirm_short", "confirm_repeat"}));
    auto& services = context.site().services;
    const service::Actor actor = context.visitor->facts.actor();
    const LineId line{number};
    YX_CO_TRY(const CertificateFacts facts,
              co_await service::load_certificate(services, actor, line));
    const Typed typed = typed_of(context);
    const Result<service::ApplicationPreview> preview =
        co_await service::preview_application(services, actor, line, terms_of(typed));
    FormErrors errors;
    if (!preview && is_about_form(preview.error().code())) {
        errors.add(context, std::string(field_of(preview.error().code())), preview.error());
        co_return show_form(context, facts, typed, errors);
    }
    if (!preview) co_return turn_away(line, preview.error());
    if (context.request.form["step"] == "submit") {
        co_return co_await submit(context, facts, typed, *preview);
    }
    co_return show_confirm(context, facts, typed, *preview, errors);
}

Task<Result<Response>> show_endorsement(Context& context) {
    YX_CO_TRY(const std::int64_t number, context.number("id"));
    YX_CO_TRY(const service::ApplicationFacts facts,
              co_await wait_for_copy(context, EndorsementId{number}));
    const storage::EndorsementRow& row = facts.endorsement;
    const bool is_waiting =
        facts.view == EndorsementView::generating || facts.view == EndorsementView::overdue;
    const bool went_wrong =
        facts.view == EndorsementView::failed || facts.view == EndorsementView::ended_by_office;
    if (!is_waiting && !went_wrong) co_return redirect_see_other(endorse_url(row.line));
    View view;
    set_certificate(view, context, facts.certificate.certificate.face);
    view.set("CERTIFICATE_ID", row.line.value)
        .set("SCENARIO_TEXT", scenario_words(context, row.scenario))
        .set("UNTIL_DAY", day_words(context, domain::last_day({row.applied_at, row.valid_until})))
        .set("APPLIED_AT", time_words(context, row.applied_at));
    view.show_if("GENERATING", facts.view == EndorsementView::generating);
    view.show_if("OVERDUE", facts.view == EndorsementView::overdue);
    if (went_wrong) {
        const std::string reason = say(context, "error." + row.failure_code);
        View& section = view.add(facts.view == EndorsementView::failed ? "FAILED" : "ENDED");
        section.set("REASON", reason);
        section.show_if("CAN_APPLY", facts.certificate.is_valid());
    }
    co_return show_page(
        context, "endorsement", view, {.menu = Menu::certificates, .refreshes = is_waiting});
}

Task<Result<Response>> show_endorsements(Context& context) {
    YX_CO_TRY(const std::vector<service::ApplicationFacts> all,
              co_await service::list_applications(context.site().services,
                                                  context.visitor->facts.actor()));
    View view;
    view.show_if("NO_ROWS", all.empty());
    for (const service::ApplicationFacts& facts : all) {
        const storage::EndorsementRow& entry = facts.endorsement;
        View& row = view.add("ROWS");
        row.set("QUALIFICATION", pick(context, facts.certificate.certificate.face.qualification))
            .set("CERTIFICATE_URL", endorse_url(entry.line))
            .set("APPLIED_DAY", day_words(context, entry.applied_on))
            .set("UNTIL_DAY",
                 day_words(context, domain::last_day({entry.applied_at, entry.valid_until})))
            .set("SCENARIO_TEXT", scenario_words(context, entry.scenario));
        if (!entry.recipient.empty()) row.add("HAS_RECIPIENT").set("RECIPIENT", entry.recipient);
        set_sign(row, "STATE", endorsement_sign(context, facts.view));
        const bool is_current = facts.view == EndorsementView::current &&
                                facts.certificate.is_valid() &&
                                entry.version == facts.certificate.certificate.version;
        if (is_current) row.add("CURRENT").set("COPY_ID", entry.copy.value);
    }
    co_return show_page(context, "endorsements", view, {.menu = Menu::certificates});
}

}  // namespace yinxin::http
