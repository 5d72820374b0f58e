// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/rules.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/gate.hpp"
#include "yinxin/http/office/rules_form.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/service/template_preview.hpp"

namespace yinxin::http {
namespace {

using config::Reference;
using domain::QualificationEdition;

/// Sends the changed rules to a second person, or says on the form what is wrong.
/// @return where to go; nothing: the errors are to be shown.
Task<Result<std::optional<Response>>> send(Context& context,
                                           Reference next,
                                           std::string title,
                                           service::ChangeTerms terms,
                                           FormErrors& errors) {
    const auto proposed = co_await service::propose_rules(context.site().services,
                                                          actor_of(context),
                                                          std::move(next),
                                                          std::move(title),
                                                          std::move(terms));
    if (proposed) {
        co_return to_office(context, "/office/proposals/" + proposed->str(), "proposal_made");
    }
    const Error& error = proposed.error();
    switch (error.code()) {
        case ErrorCode::config_invalid:
            errors.add(
                "form",
                say(context, "handler.rules_unsound", {{"what", error.params().at("what")}}));
            break;
        case ErrorCode::text_invalid:
            errors.add("form", say(context, "handler.rules_same"));
            break;
        case ErrorCode::office_reason_missing:
        case ErrorCode::office_decision_no_invalid:
            errors.add(context, error.params().at("field"), error);
            break;
        case ErrorCode::conflict:
            errors.add("form", say(context, "handler.rules_waiting"));
            break;
        default:
            co_return error;
    }
    co_return std::nullopt;
}

const domain::Qualification* find_item(const Context& context) {
    return context.site().services.reference->catalogue.find(context.parameter("item"));
}

Response show_policy(Context& context,
                     const domain::EndorsementPolicy& policy,
                     const FormErrors& errors) {
    View view;
    set_policy(view, context, policy);
    set_terms(view, context);
    errors.show(view);
    return show_office_page(context, "office_policy", view, Desk::rules, office_frame(errors));
}

Response show_edition(Context& context,
                      const domain::Qualification& item,
                      const QualificationEdition& edition,
                      const FormErrors& errors) {
    View view;
    view.set("ITEM", item.id)
        .set("ITEM_TEXT", pick(context, item.editions.back().name))
        .set("PREVIEW_URL",
             "/office/rules/qualifications/" + item.id + "/preview.svg?template=" +
                 edition.template_id + "&year=" + std::to_string(edition.valid_from_year));
    for (const QualificationEdition& each : item.editions) {
        view.add("EDITIONS")
            .set("YEAR", each.valid_from_year)
            .set("EDITION_TEXT", pick(context, each.title))
            .set("TEMPLATE_TEXT", say(context, "template." + each.template_id));
    }
    set_edition(view, context, edition);
    set_terms(view, context);
    errors.show(view);
    return show_office_page(context, "office_edition", view, Desk::rules, office_frame(errors));
}

}  // namespace

Task<Result<Response>> show_rules(Context& context) {
    const Reference& reference = *context.site().services.reference;
    View view;
    view.set("VERSION", context.site().services.references->version());
    for (const auto& [id, policy] : reference.policies) {
        view.add("POLICIES")
            .set("POLICY", id)
            .set("POLICY_URL", "/office/rules/policies/" + id)
            .set("MAX_DAYS", policy.max_days)
            .set("QUOTA", policy.quota)
            .set("WINDOW_DAYS", policy.window.count());
    }
    for (const domain::Qualification& item : reference.catalogue.items()) {
        const QualificationEdition& newest = item.editions.back();
        view.add("ITEMS")
            .set("ITEM_URL", "/office/rules/qualifications/" + item.id)
            .set("ITEM_TEXT", pick(context, newest.name))
            .set("YEAR", newest.valid_from_year)
            .set("TEMPLATE_TEXT", say(context, "template." + newest.template_id))
            .set("POLICY", newest.policy_id);
    }
    co_return show_office_page(context, "office_rules", view, Desk::rules);
}

Task<Result<Response>> edit_policy(Context& context) {
    const Reference& reference = *context.site().services.reference;
    const domain::EndorsementPolicy* before = reference.find_policy(context.parameter("policy"));
    if (before == nullptr) co_return Error(ErrorCode::not_found, "policy");
    FormErrors errors;
    if (context.request.method != Method::post) co_return show_policy(context, *before, errors);
    YX_CO_CHECK(only_fields(context,
                            {"max_days",
                             "quota",
                             "window_days",
                             "scenarios",
                             "advise_below",
                             "promise_hours",
                             "counting",
                             "validity_start",
                             "exempt_before",
                             "exempt_government",
                             "exempt_association",
                             "reason",
                             "decision_no",
                             "effective"}));
    const domain::EndorsementPolicy policy = read_policy(context, *before, errors);
    service::ChangeTerms terms = read_terms(context, errors);
    if (!errors.any()) {
        Reference next = reference;
        next.policies[policy.id] = policy;
        YX_CO_TRY(std::optional<Response> sent,
                  co_await send(context, std::move(next), policy.id, std::move(terms), errors));
        if (sent) co_return *std::move(sent);
    }
    co_return show_policy(context, policy, errors);
}

Task<Result<Response>> edit_edition(Context& context) {
    const domain::Qualification* item = find_item(context);
    if (item == nullptr) co_return Error(ErrorCode::not_found, "qualification");
    FormErrors errors;
    if (context.request.method != Method::post) {
        co_return show_edition(context, *item, item->editions.back(), errors);
    }
    YX_CO_CHECK(only_fields(context,
                            {"from_year",
                             "name_zh",
                             "name_en",
                             "title_zh",
                             "title_en",
                             "proof_zh",
                             "proof_en",
                             "authorities",
                             "issuer",
                             "template",
                             "seal_type",
                             "policy",
                             "levels",
                             "specialties",
                             "reason",
                             "decision_no",
                             "effective"}));
    const QualificationEdition edition = read_edition(context, errors);
    service::ChangeTerms terms = read_terms(context, errors);
    if (!errors.any()) {
        const Reference& reference = *context.site().services.reference;
        std::vector<domain::Qualification> items = reference.catalogue.items();
        const auto place = std::ranges::find(items, item->id, &domain::Qualification::id);
        *place = with_edition(*item, edition);
        Reference next = reference;
        auto catalogue = domain::Catalogue::create(std::move(items));
        if (!catalogue) {
            errors.add(
                "form",
                say(context, "handler.rules_unsound", {{"what", catalogue.error().detail()}}));
        } else {
            next.catalogue = *std::move(catalogue);
            YX_CO_TRY(
                std::optional<Response> sent,
                co_await send(context, std::move(next), edition.name.zh, std::move(terms), errors));
            if (sent) co_return *std::move(sent);
        }
    }
    co_return show_edition(context, *item, edition, errors);
}

Task<Result<Response>> preview_template(Context& context) {
    const domain::Qualification* item = find_item(context);
    if (item == nullptr) co_return Error(ErrorCode::not_found, "qualification");
    const auto year = parse_integer(context.request.query["year"]);
    const auto* edition = context.site().services.reference->catalogue.find_edition(
        item->id, static_cast<int>(year.value_or(0)));
    QualificationEdition shown = edition != nullptr ? *edition : item->editions.back();
    if (const std::string_view chosen = context.request.query["template"]; !chosen.empty()) {
        shown.template_id = chosen;
    }
    YX_CO_TRY(std::string svg,
              co_await service::preview_edition(
                  context.site().services, actor_of(context), item->id, shown));
    Response response(200);
    response.set_body(Body(std::move(svg)), "image/svg+xml");
    response.forbid_storing();
    co_return response;
}

Task<Result<Response>> edit_footer(Context& context) {
    const Reference& reference = *context.site().services.reference;
    FormErrors errors;
    config::Footer footer = reference.footer;
    if (context.request.method == Method::post) {
        YX_CO_CHECK(only_fields(context,
                                {"sponsor_zh",
                                 "sponsor_en",
                                 "record_no",
                                 "phones",
                                 "reason",
                                 "decision_no",
                                 "effective"}));
        footer = read_footer(context, errors);
        service::ChangeTerms terms = read_terms(context, errors);
        if (!errors.any()) {
            Reference next = reference;
            next.footer = footer;
            YX_CO_TRY(std::optional<Response> sent,
                      co_await send(context,
                                    std::move(next),
                                    say(context, "title.office_footer"),
                                    std::move(terms),
                                    errors));
            if (sent) co_return *std::move(sent);
        }
    }
    View view;
    set_footer_fields(view, footer);
    set_terms(view, context);
    errors.show(view);
    co_return show_office_page(context, "office_footer", view, Desk::rules, office_frame(errors));
}

}  // namespace yinxin::http
