// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/answer_words.hpp"

#include "yinxin/http/pages/words.hpp"
#include "yinxin/service/query_answers.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace yinxin::http {
namespace {

using service::CheckedSubject;
using service::CodeTarget;
using service::FoundCopy;
using verify::RegisteredCopy;
using verify::Report;
using verify::Verdict;

constexpr int most_steps = 4;

/// Every withdrawal in its own words, by the finding that decided.
std::string_view withdrawal_kind(std::string_view code) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kinds{
        {{"signer.revoked", "seal_revoked"},
         {"certificate.recalled", "recalled"},
         {"certificate.batch_stopped", "stopped"},
         {"certificate.suspended", "suspended"},
         {"certificate.revoked", "revoked"},
         {"certificate.cancelled", "cancelled"},
         {"certificate.superseded", "superseded"},
         {"endorsement.withdrawn", "withdrawn"},
         {"endorsement.ended_by_office", "ended"}}};
    const auto* found = std::ranges::find(kinds, code, &decltype(kinds)::value_type::first);
    return found == kinds.end() ? "revoked" : found->second;
}

/// A picture or an unsealed page: by the best of the codes in it.
std::string_view unsealed_kind(const CheckedSubject& checked) {
    const auto leads = [&](CodeTarget target) {
        return std::ranges::any_of(
            checked.found, [target](const FoundCopy& found) { return found.target == target; });
    };
    if (leads(CodeTarget::copy)) return "image";
    const bool is_foreign =
        leads(CodeTarget::elsewhere) || leads(CodeTarget::unknown) || leads(CodeTarget::offline);
    if (is_foreign) return "foreign_code";
    return "unsealed";
}

/// What a file is that could not be judged, where that is no fault of it; by the findings.
std::string_view unread_kind(const Report& report) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kinds{
        {{"file.office", "other_kind"},
         {"file.archive", "archive"},
         {"ofd.document.none", "archive"},
         {"file.other_picture", "other_picture"},
         {"file.unknown", "other_kind"}}};
    for (const auto& [code, kind] : kinds) {
        const bool is_so = std::ranges::any_of(
            report.findings, [&](const verify::Finding& finding) { return finding.code == code; });
        if (is_so) return kind;
    }
    return "unreadable";
}

std::string_view kind_of_verdict(const CheckedSubject& checked) {
    const Report& report = checked.report;
    switch (report.verdict) {
        case Verdict::valid:
            return "genuine";
        case Verdict::expired: {
            const bool is_early = verify::deciding_code(report) == "endorsement.not_yet";
            return is_early ? "not_yet" : "expired";
        }
        case Verdict::invalid:
            return report.integrity == verify::Integrity::full ? "signer_not_valid" : "changed";
        case Verdict::untrusted:
            return "foreign";
        case Verdict::revoked:
            return withdrawal_kind(verify::deciding_code(report));
        case Verdict::unsealed:
            return unsealed_kind(checked);
        case Verdict::rejected:
            return unread_kind(report);
        case Verdict::indeterminate:
            return verify::deciding_code(report) == "pdf.encrypted" ? "locked" : "unsupported";
        case Verdict::altered:
            return "not_the_copy";
        case Verdict::not_issued:
            return "unregistered";
    }
    return "unsupported";
}

/// The certificate's own status at the time of the check, whatever day was asked about.
std::string status_today(const Context& context, const RegisteredCopy& copy) {
    std::string_view status = domain::key(copy.status);
    if (copy.is_superseded && copy.status == domain::CertificateStatus::valid) {
        status = "superseded";
    }
    if (copy.is_recalled) status = "recalled";
    if (copy.is_stopped) status = "stopped";
    return say(context, "answer.status." + std::string(status));
}

std::string until_words(const Context& context, const RegisteredCopy& copy) {
    return day_words(context, domain::last_day({copy.applied_at, copy.valid_until}));
}

/// What a receipt said: of a file or, where it is of a query, of a certificate.
std::string said_words(const Context& context, std::string_view verdict) {
    if (!verdict.starts_with(service::query_outcome_prefix)) {
        return say(context, "answer.said." + std::string(verdict));
    }
    const std::string outcome(verdict.substr(service::query_outcome_prefix.size()));
    if (outcome == "not_found") return say(context, "query.not_found");
    return say(
        context, "receipt.query_headline", {{"status", say(context, "query_headline." + outcome)}});
}

bool is_query_receipt(const CheckedSubject& checked) {
    return checked.receipt && checked.receipt->verdict.starts_with(service::query_outcome_prefix);
}

Messages::Parameters parameters_of(const Context& context, const service::KeptAnswer& answer) {
    const CheckedSubject& checked = answer.checked;
    Messages::Parameters parameters;
    if (checked.report.copy) {
        const RegisteredCopy& copy = *checked.report.copy;
        parameters["copy"] = copy.copy_no;
    }
    if (shows_copy(checked)) {
        const RegisteredCopy& copy = *checked.report.copy;
        parameters["status"] = status_today(context, copy);
        if (copy.has_endorsement) parameters["until_day"] = until_words(context, copy);
        parameters["authority"] = pick(context, copy.issuer);
    }
    if (checked.receipt) {
        parameters["receipt"] = checked.receipt->number;
        parameters["said"] = said_words(context, checked.receipt->verdict);
        parameters["made_at"] = time_words(context, checked.receipt->made_at);
    }
    if (checked.summary) {
        const service::KnownSummary& summary = *checked.summary;
        parameters["summary"] = summary.number;
        parameters["made_at"] = time_words(context, summary.ended_at);
        parameters["answers"] = std::to_string(summary.answers);
        parameters["valid"] = std::to_string(summary.valid);
    }
    return parameters;
}

std::string_view tone_of(verify::Integrity integrity) {
    switch (integrity) {
        case verify::Integrity::full:
            return "good";
        case verify::Integrity::revision:
        case verify::Integrity::broken:
            return "bad";
        case verify::Integrity::none:
        case verify::Integrity::malformed:
            return "open";
    }
    return "open";
}

std::string_view tone_of(verify::Authenticity authenticity) {
    switch (authenticity) {
        case verify::Authenticity::issued:
        case verify::Authenticity::trusted:
            return "good";
        case verify::Authenticity::not_issued:
        case verify::Authenticity::altered:
        case verify::Authenticity::foreign:
            return "bad";
        case verify::Authenticity::unknown:
            return "open";
    }
    return "open";
}

std::string_view tone_of(verify::Currency currency) {
    switch (currency) {
        case verify::Currency::current:
            return "good";
        case verify::Currency::expired:
        case verify::Currency::withdrawn:
            return "bad";
        case verify::Currency::unknown:
            return "open";
    }
    return "open";
}

template <class E>
AskedQuestion question(const Context& context, const std::string& name, E value) {
    const std::string prefix = "answer." + name + ".";
    return {say(context, prefix + "question"),
            say(context, prefix + std::string(domain::key(value))),
            tone_of(value)};
}

/// Whether it can be used: now, or on the day asked about, which are not the same.
AskedQuestion currency_question(const Context& context, const service::KeptAnswer& answer) {
    const Report& report = answer.checked.report;
    AskedQuestion asked = question(context, "currency", report.currency);
    if (is_about_the_past(answer)) asked.question = say(context, "answer.currency.question_past");
    const bool is_early = verify::deciding_code(report) == "endorsement.not_yet";
    if (is_early) asked.answer = say(context, "answer.currency.not_yet");
    return asked;
}

/// What the register says today about a copy that was asked about as of a day in the past.
std::string today_words(const Context& context,
                        const service::KeptAnswer& answer,
                        const Messages::Parameters& parameters) {
    std::string words = say(context, "answer.past_today", parameters);
    const RegisteredCopy& copy = *answer.checked.report.copy;
    if (!copy.has_endorsement) return words;
    if (copy.ended_at) return words + say(context, "answer.past_ended");
    if (answer.checked_at < copy.valid_until) return words;
    return words + say(context, "answer.past_over", parameters);
}

/// The messages that exist of answer.next.<kind>_1, _2, _3.
std::vector<std::string> next_steps(const Context& context,
                                    const std::string& kind,
                                    const Messages::Parameters& parameters) {
    std::vector<std::string> steps;
    for (int i = 1; i <= most_steps; ++i) {
        const std::string key = "answer.next." + kind + "_" + std::to_string(i);
        if (!context.site().messages.find(context.language, key)) break;
        steps.push_back(say(context, key, parameters));
    }
    return steps;
}

/// Only what the verifier asked about, and, where there is nothing but pictures, those that were
/// not searched; the rest is technical.
std::vector<std::string> warnings_of(const Context& context, const Report& report) {
    std::vector<std::string> warnings;
    for (const verify::Finding& finding : report.findings) {
        const bool is_unsearched =
            report.verdict == Verdict::unsealed && finding.check == "picture";
        const bool is_told = finding.check == "recipient" || is_unsearched;
        if (finding.level != verify::Level::warning || !is_told) continue;
        warnings.push_back(finding_words(context, finding));
    }
    return warnings;
}

}  // namespace

std::string_view answer_kind(const CheckedSubject& checked) {
    if (checked.subject == service::Subject::receipt) return "receipt";
    if (checked.subject == service::Subject::summary) return "summary";
    return kind_of_verdict(checked);
}

AnswerWords answer_words(const Context& context, const service::KeptAnswer& answer) {
    const Report& report = answer.checked.report;
    const Messages::Parameters parameters = parameters_of(context, answer);
    AnswerWords words;
    words.kind = answer_kind(answer.checked);
    words.title = say(context, "answer.title." + words.kind, parameters);
    const bool is_exempt = words.kind == "genuine" && report.copy && !report.copy->has_endorsement;
    const bool is_table = answer.checked.summary && answer.checked.summary->is_table;
    const std::string variant = is_exempt ? "_exempt" : is_table ? "_table" : "";
    words.text = say(context, "answer.text." + words.kind + variant, parameters);
    if (is_about_the_past(answer)) {
        const std::string day = day_words(context, civil_day(report.at));
        words.past = say(context, "answer.past", {{"day", day}});
        if (shows_copy(answer.checked)) {
            words.past += today_words(context, answer, parameters);
        }
    }
    words.next = is_query_receipt(answer.checked) ? std::vector{say(context, "receipt.query_next")}
                                                  : next_steps(context, words.kind, parameters);
    if (answer.checked.is_letter()) return words;
    const bool is_settled =
        report.findings.empty() || report.findings.front().level != verify::Level::fail;
    if (!is_settled) words.reason = finding_words(context, report.findings.front());
    words.warnings = warnings_of(context, report);
    words.questions = {question(context, "integrity", report.integrity),
                       question(context, "authenticity", report.authenticity),
                       currency_question(context, answer)};
    return words;
}

std::string finding_words(const Context& context, const verify::Finding& finding) {
    const std::string key = "finding." + finding.code;
    if (!context.site().messages.find(context.language, key)) return finding.code;
    return say(context, key);
}

std::string register_words(const Context& context, const FoundCopy& found) {
    if (found.is_early) return say(context, "answer.register.EARLY");
    const std::string key = "answer.register." + std::string(domain::key(found.verdict));
    const bool has_words = context.site().messages.find(context.language, key).has_value();
    return say(context, has_words ? key : "answer.register.OTHER");
}

std::vector<Fact> certificate_facts(const Context& context, const RegisteredCopy& copy) {
    std::vector<Fact> facts;
    const auto add = [&](const char* label, const std::string& value, bool is_code = false) {
        if (!value.empty()) facts.push_back({say(context, label), value, is_code});
    };
    add("label.qualification", pick(context, copy.qualification));
    add("label.level", pick(context, copy.level));
    add("label.specialty", pick(context, copy.specialty));
    add("label.name", copy.masked_name);
    add("label.id_number", copy.masked_id, true);
    if (copy.approved_on != CivilDay{}) add("label.approved", day_words(context, copy.approved_on));
    add("label.issued", day_words(context, copy.issued_on));
    add("label.authority", pick(context, copy.issuer));
    return facts;
}

std::vector<Fact> copy_facts(const Context& context, const RegisteredCopy& copy, Instant at) {
    std::vector<Fact> facts;
    const auto add = [&](const char* label, const std::string& value, bool is_code = false) {
        facts.push_back({say(context, label), value, is_code});
    };
    if (copy.has_endorsement) {
        const auto view = domain::view_at(
            copy.endorsement, copy.applied_at, copy.valid_until, at, std::chrono::hours{24});
        add("answer.endorsement_status", endorsement_sign(context, view).text);
        add("label.scenario", scenario_words(context, copy.scenario));
        add("label.recipient",
            copy.recipient.empty() ? say(context, "compare.recipient_none") : copy.recipient);
        add("label.applied", day_words(context, civil_day(copy.applied_at)));
        add("label.until",
            say(context, "answer.until_value", {{"until_day", until_words(context, copy)}}));
    }
    add("label.copy_number", copy.copy_no, true);
    return facts;
}

std::vector<Fact> question_facts(const Context& context, const service::KeptAnswer& answer) {
    std::vector<Fact> facts;
    const CheckedSubject& checked = answer.checked;
    const Report& report = checked.report;
    const auto add = [&](const char* label, const std::string& value, bool is_code = false) {
        facts.push_back({say(context, label), value, is_code});
    };
    add("answer.checked_at", time_words(context, answer.checked_at));
    if (is_about_the_past(answer)) {
        add("answer.as_of", day_words(context, civil_day(report.at)));
    }
    if (!checked.asked_by.empty()) add("answer.asked_by", checked.asked_by);
    if (checked.subject == service::Subject::code) return facts;
    add("answer.format", say(context, "answer.format_" + std::string(domain::key(report.format))));
    add("answer.size", say(context, "answer.bytes", {{"n", std::to_string(checked.size)}}));
    add("answer.sha256", report.sha256, true);
    if (!report.sm3.empty()) add("answer.sm3", report.sm3, true);
    return facts;
}

std::vector<Fact> seal_facts(const Context& context, const Report& report) {
    std::vector<Fact> facts;
    if (!report.signer) return facts;
    const verify::SignerSummary& signer = *report.signer;
    const auto add = [&](const char* label, const std::string& value, bool is_code = false) {
        if (!value.empty()) facts.push_back({say(context, label), value, is_code});
    };
    add("answer.signer", signer.common_name);
    add("answer.signer_organization", signer.organization);
    add("answer.signer_issuer", signer.issuer);
    add("answer.signer_serial", signer.serial, true);
    add("answer.signer_sha256", signer.sha256, true);
    if (report.signed_at) {
        add(report.is_time_trusted ? "answer.signed_at_trusted" : "answer.signed_at_claimed",
            time_words(context, *report.signed_at));
    }
    return facts;
}

bool shows_copy(const CheckedSubject& checked) {
    const Report& report = checked.report;
    return report.copy && (checked.subject == service::Subject::code ||
                           report.authenticity == verify::Authenticity::issued);
}

bool is_about_the_past(const service::KeptAnswer& answer) {
    return answer.checked.report.at + std::chrono::minutes(1) < answer.checked_at;
}

}  // namespace yinxin::http
