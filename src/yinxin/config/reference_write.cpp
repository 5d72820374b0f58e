// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/log.hpp"
#include "yinxin/config/reference.hpp"

namespace yinxin::config {
namespace {

/// A JSON string without control characters is a TOML basic string, too.
std::string toml_string(std::string_view text) {
    return log::json_quote(text);
}

class Writer {
  public:
    void table(std::string_view name) { text_ += "\n[[" + std::string(name) + "]]\n"; }
    void text(std::string_view key, std::string_view value) { line(key, toml_string(value)); }
    void text_if_any(std::string_view key, std::string_view value) {
        if (!value.empty()) text(key, value);
    }
    void number(std::string_view key, std::int64_t value) { line(key, std::to_string(value)); }
    void day(std::string_view key, CivilDay value) { text(key, format_day(value)); }
    void day_if_any(std::string_view key, const std::optional<CivilDay>& value) {
        if (value) day(key, *value);
    }
    void bilingual(std::string_view key, const domain::Bilingual& value) {
        line(key, "{ zh = " + toml_string(value.zh) + ", en = " + toml_string(value.en) + " }");
    }
    void bilingual_if_any(std::string_view key, const domain::Bilingual& value) {
        if (!value.zh.empty()) bilingual(key, value);
    }
    void list(std::string_view key, const std::vector<std::string>& values) {
        std::string all;
        for (const std::string& value : values) {
            all += (all.empty() ? "" : ", ") + toml_string(value);
        }
        line(key, "[" + all + "]");
    }
    void codes(std::string_view key, const std::vector<domain::NamedCode>& codes) {
        if (codes.empty()) return;
        std::string all = "[\n";
        for (const domain::NamedCode& code : codes) {
            all += "    { code = " + toml_string(code.code) +
                   ", zh = " + toml_string(code.name.zh) + ", en = " + toml_string(code.name.en) +
                   " },\n";
        }
        line(key, all + "]");
    }
    void line(std::string_view key, std::string_view value) {
        text_ += std::string(key) + " = " + std::string(value) + "\n";
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

  private:
    std::string text_ = "# Written by the office; the keys are explained in demo/catalogue.toml.\n";
};

void write_issuer(Writer& out, const domain::Issuer& issuer) {
    out.table("issuers");
    out.text("id", issuer.id);
    out.text("kind", domain::key(issuer.kind));
    out.text("uscc", issuer.uscc.value);
    out.bilingual("name", issuer.name);
    out.bilingual("department", issuer.contact.department);
    out.bilingual("address", issuer.contact.address);
    out.bilingual("hours", issuer.contact.hours);
    out.text("phone", issuer.contact.phone);
    out.text("email", issuer.contact.email);
}

void write_policy(Writer& out, const domain::EndorsementPolicy& policy) {
    out.table("policies");
    out.text("id", policy.id);
    out.number("max_days", policy.max_days);
    out.number("quota", policy.quota);
    out.number("window_days", policy.window.count());
    out.list("scenarios", policy.scenarios);
    out.number("advise_below_days", policy.advise_below.count());
    out.text("counting", domain::key(policy.counting));
    out.text("validity_start", domain::key(policy.validity_start));
    out.text("promise", std::to_string(policy.promise.count()) + "s");
    out.day_if_any("exempt_before", policy.exempt_before);
    if (policy.exempt_issuers.empty()) return;
    std::vector<std::string> kinds;
    for (const domain::IssuerKind kind : policy.exempt_issuers) {
        kinds.emplace_back(domain::key(kind));
    }
    out.list("exempt_issuers", kinds);
}

void write_check_display(Writer& out, const domain::DisplayPolicy& policy) {
    const auto write = [&out](domain::DelayedClass delayed, Days days) {
        if (days.count() == 0) return;
        out.table("check_display");
        out.text("class", domain::key(delayed));
        out.number("days", days.count());
    };
    write(domain::DelayedClass::authority, policy.authority_delay);
    write(domain::DelayedClass::bid_evaluation, policy.bid_evaluation_most);
}

void write_seals(Writer& out, const Reference& reference) {
    for (const auto& [id, seal] : reference.seals) {
        out.table("seals");
        out.text("id", id);
        out.text("issuer", seal.issuer_id);
        out.bilingual("name", seal.name);
        out.day("valid_from", seal.valid_from);
        out.day_if_any("valid_until", seal.valid_until);
        const SealPicture& picture = reference.seal_pictures.at(id);
        out.text("arc_text", picture.arc_text);
        out.text_if_any("centre_text", picture.centre_text);
        out.text_if_any("base_text", picture.base_text);
        out.text_if_any("picture_png", picture.png);
    }
    for (const domain::SealAssignment& assignment : reference.seal_assignments) {
        out.table("seal_assignments");
        out.text("type", assignment.type);
        out.text("seal", assignment.seal_id);
        out.day("from", assignment.from);
        out.day_if_any("until", assignment.until);
    }
}

void write_footer(Writer& out, const Footer& footer) {
    if (footer == Footer()) return;
    out.table("footer");
    out.bilingual_if_any("sponsor", footer.sponsor);
    out.text_if_any("record_no", footer.record_no);
    for (const Footer::Phone& phone : footer.phones) {
        out.table("footer.phones");
        out.bilingual("place", phone.place);
        out.text("number", phone.number);
    }
}

void write_qualification(Writer& out, const domain::Qualification& item) {
    out.table("qualifications");
    out.text("id", item.id);
    out.text("kind", domain::key(item.kind));
    out.text("code", item.code);
    for (const domain::QualificationEdition& edition : item.editions) {
        out.table("qualifications.editions");
        out.number("from_year", edition.valid_from_year);
        out.bilingual("name", edition.name);
        out.bilingual("title", edition.title);
        out.bilingual_if_any("proof_title", edition.proof_title);
        out.list("authorities", edition.authorities);
        out.text("issuer", edition.issuer_id);
        out.text("template", edition.template_id);
        out.text("seal_type", edition.seal_type);
        out.text("policy", edition.policy_id);
        out.codes("levels", edition.levels);
        out.codes("specialties", edition.specialties);
    }
}

}  // namespace

std::string write_reference(const Reference& reference) {
    Writer out;
    out.number("format", 1);
    out.text_if_any("marking", reference.marking);
    for (const auto& [id, authority] : reference.authorities) {
        out.table("authorities");
        out.text("id", id);
        out.bilingual("name", authority.name);
    }
    for (const auto& [id, issuer] : reference.issuers) {
        write_issuer(out, issuer);
    }
    for (const auto& [id, rule] : reference.numbering) {
        out.table("numbering");
        out.text("issuer", id);
        out.text("certificate_no", rule.pattern());
    }
    for (const auto& [id, policy] : reference.policies) {
        write_policy(out, policy);
    }
    write_check_display(out, reference.check_display);
    write_seals(out, reference);
    write_footer(out, reference.footer);
    for (const domain::Qualification& item : reference.catalogue.items()) {
        write_qualification(out, item);
    }
    return out.take();
}

}  // namespace yinxin::config
