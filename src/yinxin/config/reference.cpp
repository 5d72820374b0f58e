// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/reference.hpp"

#include "yinxin/config/settings.hpp"
#include "yinxin/config/strict_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::config {
namespace {

constexpr int format = 1;

/// Enters a value under its id; an id used twice is refused.
template <class T>
void enter(StrictTable& table,
           std::map<std::string, T, std::less<>>& values,
           std::string id,
           T value) {
    if (!values.emplace(std::move(id), std::move(value)).second) {
        table.refuse("id", "is used twice");
    }
}

/// Refuses an id that leads nowhere.
template <class T>
void must_exist(StrictTable& table,
                std::string_view key,
                const std::map<std::string, T, std::less<>>& values,
                std::string_view id) {
    if (!values.contains(id)) table.refuse(key, "names nothing: " + std::string(id));
}

void read_authority(StrictTable& table, Reference& reference) {
    domain::Authority authority{table.text("id"), table.bilingual("name")};
    enter(table, reference.authorities, authority.id, authority);
}

void read_issuer(StrictTable& table, Reference& reference) {
    domain::Issuer issuer;
    issuer.id = table.text("id");
    issuer.kind = table.keyed<domain::IssuerKind>("kind");
    if (const auto uscc = domain::parse_uscc(table.text("uscc"))) {
        issuer.uscc = *uscc;
    } else {
        table.refuse("uscc", "is no 18-character code with a right check character");
    }
    issuer.name = table.bilingual("name");
    issuer.contact = {table.bilingual("department"),
                      table.bilingual("address"),
                      table.bilingual("hours"),
                      table.text("phone"),
                      table.text("email")};
    enter(table, reference.issuers, issuer.id, issuer);
}

void read_numbering(StrictTable& table, Reference& reference) {
    const std::string issuer = table.text("issuer");
    must_exist(table, "issuer", reference.issuers, issuer);
    auto rule = domain::NumberingRule::parse(table.text("certificate_no"));
    if (!rule) return table.refuse("certificate_no", rule.error().detail());
    if (!reference.numbering.emplace(issuer, *std::move(rule)).second) {
        table.refuse("issuer", "has two rules");
    }
}

/// Issuers without a rule of their own number in the usual way.
Result<void> complete_numbering(Reference& reference) {
    YX_TRY(const domain::NumberingRule usual,
           domain::NumberingRule::parse(domain::usual_numbering));
    for (const auto& [id, issuer] : reference.issuers) {
        reference.numbering.emplace(id, usual);
    }
    return ok();
}

std::vector<domain::IssuerKind> read_issuer_kinds(StrictTable& table) {
    std::vector<domain::IssuerKind> kinds;
    for (const std::string& word : table.texts("exempt_issuers")) {
        const auto kind = domain::parse_key<domain::IssuerKind>(word);
        if (!kind) {
            table.refuse("exempt_issuers", "unknown word");
            break;
        }
        kinds.push_back(*kind);
    }
    return kinds;
}

void read_policy(StrictTable& table, Reference& reference) {
    domain::EndorsementPolicy policy;
    policy.id = table.text("id");
    policy.max_days = table.integer_or("max_days", policy.max_days);
    policy.quota = table.integer_or("quota", policy.quota);
    policy.window = Days(table.integer_or("window_days", static_cast<int>(policy.window.count())));
    const std::vector<std::string> scenarios = table.texts("scenarios");
    if (!scenarios.empty()) policy.scenarios = scenarios;
    policy.advise_below =
        Days(table.integer_or("advise_below_days", static_cast<int>(policy.advise_below.count())));
    policy.counting = table.keyed_or("counting", policy.counting);
    policy.validity_start = table.keyed_or("validity_start", policy.validity_start);
    const std::string promise = table.text_or_empty("promise");
    if (!promise.empty()) {
        const auto span = parse_duration(promise);
        if (span)
            policy.promise = *span;
        else
            table.refuse("promise", span.error().detail());
    }
    policy.exempt_before = table.day_if_any("exempt_before");
    policy.exempt_issuers = read_issuer_kinds(table);
    if (const auto checked = domain::check_policy(policy); !checked) {
        table.refuse("id", checked.error().detail());
    }
    enter(table, reference.policies, policy.id, policy);
}

void read_check_display(StrictTable& table, Reference& reference) {
    const auto delayed = table.keyed<domain::DelayedClass>("class");
    const int days = table.integer("days");
    if (days < 0 || days > domain::most_display_delay) table.refuse("days", "is not 0 to 366");
    Days& delay = delayed == domain::DelayedClass::authority
                      ? reference.check_display.authority_delay
                      : reference.check_display.bid_evaluation_most;
    if (delay.count() != 0) table.refuse("class", "is there already");
    delay = Days(days);
}

void read_seal(StrictTable& table, Reference& reference) {
    domain::Seal seal;
    seal.id = table.text("id");
    seal.issuer_id = table.text("issuer");
    seal.name = table.bilingual("name");
    seal.valid_from = table.day("valid_from");
    seal.valid_until = table.day_if_any("valid_until");
    must_exist(table, "issuer", reference.issuers, seal.issuer_id);
    if (seal.valid_until && *seal.valid_until <= seal.valid_from) {
        table.refuse("valid_until", "is not after valid_from");
    }
    SealPicture picture{.arc_text = table.text("arc_text"),
                        .base_text = table.text_or_empty("base_text"),
                        .png = table.text_or_empty("picture_png")};
    picture.centre_text =
        picture.png.empty() ? table.text("centre_text") : table.text_or_empty("centre_text");
    reference.seal_pictures[seal.id] = std::move(picture);
    enter(table, reference.seals, seal.id, seal);
}

void read_assignment(StrictTable& table, Reference& reference) {
    domain::SealAssignment assignment{
        table.text("type"), table.text("seal"), table.day("from"), table.day_if_any("until")};
    must_exist(table, "seal", reference.seals, assignment.seal_id);
    if (assignment.until && *assignment.until <= assignment.from) {
        table.refuse("until", "is not after from");
    }
    reference.seal_assignments.push_back(std::move(assignment));
}

std::vector<domain::NamedCode> read_codes(StrictTable& table, std::string_view key) {
    std::vector<domain::NamedCode> codes;
    table.tables(key, [&](StrictTable& row) {
        std::string code = row.text("code");
        codes.push_back({std::move(code), {row.text("zh"), row.text("en")}});
    });
    return codes;
}

bool is_seal_type(const Reference& reference, std::string_view type) {
    for (const domain::SealAssignment& assignment : reference.seal_assignments) {
        if (assignment.type == type) return true;
    }
    return false;
}

domain::QualificationEdition read_edition(StrictTable& table, const Reference& reference) {
    domain::QualificationEdition edition;
    edition.valid_from_year = table.integer("from_year");
    edition.name = table.bilingual("name");
    edition.title = table.bilingual("title");
    edition.proof_title = table.bilingual_or_empty("proof_title");
    edition.authorities = table.texts("authorities");
    edition.issuer_id = table.text("issuer");
    edition.template_id = table.text("template");
    edition.seal_type = table.text("seal_type");
    edition.policy_id = table.text("policy");
    edition.levels = read_codes(table, "levels");
    edition.specialties = read_codes(table, "specialties");
    for (const std::string& authority : edition.authorities) {
        must_exist(table, "authorities", reference.authorities, authority);
    }
    must_exist(table, "issuer", reference.issuers, edition.issuer_id);
    must_exist(table, "policy", reference.policies, edition.policy_id);
    if (!is_seal_type(reference, edition.seal_type)) {
        table.refuse("seal_type", "no seal is assigned to " + edition.seal_type);
    }
    return edition;
}

void read_footer(StrictTable& table, Footer& footer) {
    footer.sponsor = table.bilingual_or_empty("sponsor");
    footer.record_no = table.text_or_empty("record_no");
    table.tables("phones", [&](StrictTable& phone) {
        footer.phones.push_back({phone.bilingual("place"), phone.text("number")});
    });
}

bool is_item_code(std::string_view code) {
    return code.size() == 3 &&
           std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
}

/// The code of a qualification; left out: its place in the list.
void read_code(StrictTable& table, std::vector<domain::Qualification>& items) {
    std::string code = table.text_or_empty("code");
    if (code.empty()) code = fmt::format("{:03}", items.size());
    if (!is_item_code(code)) table.refuse("code", "is not three digits");
    if (std::ranges::count(items, code, &domain::Qualification::code) != 0) {
        table.refuse("code", "is used twice");
    }
    items.back().code = std::move(code);
}

void read_all(StrictTable& root, Reference& reference, std::vector<domain::Qualification>& items) {
    if (root.integer("format") != format) root.refuse("format", "is not 1");
    reference.marking = root.text_or_empty("marking");
    // In this order: later tables name the ids of earlier ones.
    root.tables("authorities", [&](StrictTable& table) { read_authority(table, reference); });
    root.tables("issuers", [&](StrictTable& table) { read_issuer(table, reference); });
    root.tables("numbering", [&](StrictTable& table) { read_numbering(table, reference); });
    root.tables("policies", [&](StrictTable& table) { read_policy(table, reference); });
    root.tables("check_display", [&](StrictTable& table) { read_check_display(table, reference); });
    root.tables("seals", [&](StrictTable& table) { read_seal(table, reference); });
    root.tables("seal_assignments", [&](StrictTable& table) { read_assignment(table, reference); });
    root.tables("footer", [&](StrictTable& table) { read_footer(table, reference.footer); });
    root.tables("qualifications", [&](StrictTable& table) {
        domain::Qualification& item = items.emplace_back();
        item.id = table.text("id");
        item.kind = table.keyed<domain::QualificationKind>("kind");
        read_code(table, items);
        table.tables("editions", [&](StrictTable& edition) {
            item.editions.push_back(read_edition(edition, reference));
        });
    });
}

}  // namespace

const domain::EndorsementPolicy* Reference::find_policy(std::string_view id) const {
    const auto found = policies.find(id);
    return found == policies.end() ? nullptr : &found->second;
}

const domain::Issuer* Reference::find_issuer(std::string_view id) const {
    const auto found = issuers.find(id);
    return found == issuers.end() ? nullptr : &found->second;
}

Result<domain::FaceGround> Reference::face_ground(std::string_view qualification_id,
                                                  int year) const {
    const domain::Qualification* item = catalogue.find(qualification_id);
    const domain::QualificationEdition* edition = catalogue.find_edition(qualification_id, year);
    if (item == nullptr || edition == nullptr) {
        return Error(ErrorCode::not_found, "edition of " + std::string(qualification_id));
    }
    domain::FaceGround ground{*edition, issuers.at(edition->issuer_id), {}, item->code};
    for (const std::string& authority : edition->authorities) {
        ground.authorities.push_back(authorities.at(authority).name);
    }
    return ground;
}

Result<Reference> parse_reference(std::string_view toml) {
    Reference reference;
    std::vector<domain::Qualification> items;
    YX_CHECK(read_strictly(toml, [&](StrictTable& root) { read_all(root, reference, items); }));
    YX_CHECK(complete_numbering(reference));
    YX_TRY(reference.catalogue, domain::Catalogue::create(std::move(items)));
    return reference;
}

}  // namespace yinxin::config
