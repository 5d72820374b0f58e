// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/rules_form.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/http/office/effective.hpp"
#include "yinxin/http/request.hpp"

#include <algorithm>
#include <array>

namespace yinxin::http {
namespace {

using domain::EndorsementPolicy;
using domain::NamedCode;
using domain::QualificationEdition;

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : std::string(text) + " ") {
        const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == ',';
        if (!is_space) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    return words;
}

/// "05 | Chinese name | English name", a line each.
std::string lines_of(const std::vector<NamedCode>& codes) {
    std::string text;
    for (const NamedCode& code : codes) {
        text += code.code + " | " + code.name.zh + " | " + code.name.en + "\n";
    }
    return text;
}

std::vector<NamedCode> read_codes(const Context& context,
                                  const std::string& field,
                                  FormErrors& errors) {
    constexpr std::size_t parts_of_line = 3;
    std::vector<NamedCode> codes;
    for (const std::string_view line : split(context.request.form[field], '\n')) {
        if (trim(line).empty()) continue;
        const auto parts = split(line, '|');
        if (parts.size() != parts_of_line || trim(parts[0]).empty() || trim(parts[1]).empty()) {
            errors.add(field,
                       say(context, "handler.code_line", {{"line", std::string(trim(line))}}));
            return codes;
        }
        codes.push_back({std::string(trim(parts[0])),
                         {std::string(trim(parts[1])), std::string(trim(parts[2]))}});
    }
    return codes;
}

int read_number(const Context& context, const std::string& field, FormErrors& errors) {
    constexpr std::int64_t largest = 3660;
    const auto number = parse_integer(trim(context.request.form[field]));
    if (!number || *number < 0 || *number > largest) {
        errors.add(field, say(context, "handler.rule_number"));
        return 0;
    }
    return static_cast<int>(*number);
}

domain::Bilingual both(const Fields& form, const std::string& name) {
    return {std::string(trim(form[name + "_zh"])), std::string(trim(form[name + "_en"]))};
}

void need(const Context& context, FormErrors& errors, const std::string& field) {
    if (trim(context.request.form[field]).empty()) {
        errors.add(field, say(context, "handler.rule_missing"));
    }
}

template <class Range, class Id, class Words>
void set_choices(View& view,
                 std::string_view section,
                 const Range& all,
                 std::string_view chosen,
                 Id id,
                 Words words) {
    for (const auto& one : all) {
        view.add(section)
            .set("VALUE", id(one))
            .set("LABEL", words(one))
            .show_if("SELECTED", id(one) == chosen);
    }
}

}  // namespace

void set_policy(View& view, const Context& context, const EndorsementPolicy& policy) {
    constexpr std::chrono::hours hour{1};
    view.set("POLICY", policy.id)
        .set("V_MAX_DAYS", policy.max_days)
        .set("V_QUOTA", policy.quota)
        .set("V_WINDOW_DAYS", policy.window.count())
        .set("V_SCENARIOS", joined(policy.scenarios))
        .set("V_ADVISE_BELOW", policy.advise_below.count())
        .set("V_PROMISE_HOURS", policy.promise / hour)
        .set("V_EXEMPT_BEFORE",
             policy.exempt_before ? format_day(*policy.exempt_before) : std::string());
    for (const auto& row : domain::all_keyed<domain::Counting>()) {
        view.add("COUNTINGS")
            .set("VALUE", row.key)
            .set("LABEL", say(context, "counting." + std::string(row.key)))
            .show_if("SELECTED", row.value == policy.counting);
    }
    for (const auto& row : domain::all_keyed<domain::ValidityStart>()) {
        view.add("STARTS")
            .set("VALUE", row.key)
            .set("LABEL", say(context, "validity_start." + std::string(row.key)))
            .show_if("SELECTED", row.value == policy.validity_start);
    }
    for (const auto& row : domain::all_keyed<domain::IssuerKind>()) {
        const bool is_exempt =
            std::ranges::find(policy.exempt_issuers, row.value) != policy.exempt_issuers.end();
        view.add("EXEMPT")
            .set("VALUE", row.key)
            .set("LABEL", say(context, "issuer_kind." + std::string(row.key)))
            .show_if("SELECTED", is_exempt);
    }
}

EndorsementPolicy read_policy(const Context& context,
                              const EndorsementPolicy& before,
                              FormErrors& errors) {
    const Fields& form = context.request.form;
    EndorsementPolicy policy;
    policy.id = before.id;
    policy.max_days = read_number(context, "max_days", errors);
    policy.quota = read_number(context, "quota", errors);
    policy.window = Days(read_number(context, "window_days", errors));
    policy.advise_below = Days(read_number(context, "advise_below", errors));
    policy.promise = std::chrono::hours(read_number(context, "promise_hours", errors));
    policy.scenarios = words_of(form["scenarios"]);
    const auto is_known = [&context](const std::string& key) {
        return context.site().messages.find(context.language, "scenario." + key).has_value();
    };
    if (policy.scenarios.empty() || !std::ranges::all_of(policy.scenarios, is_known)) {
        errors.add("scenarios", say(context, "handler.rule_scenarios"));
    }
    if (const auto counting = domain::parse_key<domain::Counting>(form["counting"])) {
        policy.counting = *counting;
    }
    if (const auto start = domain::parse_key<domain::ValidityStart>(form["validity_start"])) {
        policy.validity_start = *start;
    }
    if (const std::string_view day = trim(form["exempt_before"]); !day.empty()) {
        if (const auto parsed = parse_day(day)) {
            policy.exempt_before = *parsed;
        } else {
            errors.add("exempt_before", say(context, "handler.rule_day"));
        }
    }
    for (const auto& row : domain::all_keyed<domain::IssuerKind>()) {
        if (form["exempt_" + std::string(row.key)] == "yes") {
            policy.exempt_issuers.push_back(row.value);
        }
    }
    return policy;
}

void set_edition(View& view, const Context& context, const QualificationEdition& edition) {
    const config::Reference& reference = *context.site().services.reference;
    view.set("V_FROM_YEAR", edition.valid_from_year)
        .set("V_NAME_ZH", edition.name.zh)
        .set("V_NAME_EN", edition.name.en)
        .set("V_TITLE_ZH", edition.title.zh)
        .set("V_TITLE_EN", edition.title.en)
        .set("V_PROOF_ZH", edition.proof_title.zh)
        .set("V_PROOF_EN", edition.proof_title.en)
        .set("V_AUTHORITIES", joined(edition.authorities))
        .set("V_LEVELS", lines_of(edition.levels))
        .set("V_SPECIALTIES", lines_of(edition.specialties));
    for (const auto& [id, authority] : reference.authorities) {
        view.add("AUTHORITIES").set("VALUE", id).set("LABEL", pick(context, authority.name));
    }
    const auto first = [](const auto& pair) { return pair.first; };
    set_choices(
        view, "ISSUERS", reference.issuers, edition.issuer_id, first, [&](const auto& pair) {
            return pick(context, pair.second.name);
        });
    set_choices(view, "POLICIES", reference.policies, edition.policy_id, first, first);
    constexpr std::array templates{"classic", "association"};
    const auto itself = [](const std::string& text) { return text; };
    set_choices(view,
                "TEMPLATES",
                std::vector<std::string>(templates.begin(), templates.end()),
                edition.template_id,
                itself,
                [&](const std::string& id) { return say(context, "template." + id); });
    std::vector<std::string> types;
    for (const domain::SealAssignment& assignment : reference.seal_assignments) {
        if (std::ranges::find(types, assignment.type) == types.end()) {
            types.push_back(assignment.type);
        }
    }
    set_choices(view, "SEAL_TYPES", types, edition.seal_type, itself, itself);
}

QualificationEdition read_edition(const Context& context, FormErrors& errors) {
    const Fields& form = context.request.form;
    QualificationEdition edition;
    edition.valid_from_year = read_number(context, "from_year", errors);
    edition.name = both(form, "name");
    edition.title = both(form, "title");
    edition.proof_title = both(form, "proof");
    for (const char* field : {"name_zh", "name_en", "title_zh", "title_en", "authorities"}) {
        need(context, errors, field);
    }
    edition.authorities = words_of(form["authorities"]);
    edition.issuer_id = form["issuer"];
    edition.template_id = form["template"];
    edition.seal_type = form["seal_type"];
    edition.policy_id = form["policy"];
    edition.levels = read_codes(context, "levels", errors);
    edition.specialties = read_codes(context, "specialties", errors);
    return edition;
}

domain::Qualification with_edition(const domain::Qualification& item,
                                   const QualificationEdition& edition) {
    domain::Qualification changed = item;
    auto& editions = changed.editions;
    const auto same = std::ranges::find(
        editions, edition.valid_from_year, &QualificationEdition::valid_from_year);
    if (same != editions.end()) {
        *same = edition;
        return changed;
    }
    editions.push_back(edition);
    std::ranges::sort(editions, {}, &QualificationEdition::valid_from_year);
    return changed;
}

void set_footer_fields(View& view, const config::Footer& footer) {
    std::string phones;
    for (const config::Footer::Phone& phone : footer.phones) {
        phones += phone.number + " | " + phone.place.zh + " | " + phone.place.en + "\n";
    }
    view.set("V_SPONSOR_ZH", footer.sponsor.zh)
        .set("V_SPONSOR_EN", footer.sponsor.en)
        .set("V_RECORD_NO", footer.record_no)
        .set("V_PHONES", phones);
}

config::Footer read_footer(const Context& context, FormErrors& errors) {
    config::Footer footer;
    footer.sponsor = both(context.request.form, "sponsor");
    footer.record_no = trim(context.request.form["record_no"]);
    for (NamedCode& line : read_codes(context, "phones", errors)) {
        footer.phones.push_back({std::move(line.name), std::move(line.code)});
    }
    return footer;
}

void set_terms(View& view, const Context& context) {
    const Fields& form = context.request.form;
    view.set("V_REASON", form["reason"])
        .set("V_DECISION_NO", form["decision_no"])
        .set("V_EFFECTIVE", form["effective"]);
}

service::ChangeTerms read_terms(const Context& context, FormErrors& errors) {
    const Fields& form = context.request.form;
    service::ChangeTerms terms{std::string(form["reason"]), std::string(form["decision_no"]), {}};
    const auto effective = parse_effective(form["effective"], context.site().services.clock.now());
    if (!effective) {
        errors.add(context, "effective", effective.error());
    } else {
        terms.effective_at = *effective;
    }
    return terms;
}

}  // namespace yinxin::http
