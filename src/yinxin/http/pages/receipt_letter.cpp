// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/receipt_letter.hpp"

#include "yinxin/http/pages/answer_words.hpp"
#include "yinxin/http/pages/words.hpp"

namespace yinxin::http {
namespace {

using documents::Letter;
using documents::LetterPart;

/// What else was found stays in the JSON; one page is enough for the first of them.
constexpr std::size_t most_reasons = 4;
constexpr std::size_t most_found = 4;

LetterPart part_of(const Context& context, const char* heading, const std::vector<Fact>& facts) {
    LetterPart part{say(context, heading), {}};
    for (const Fact& fact : facts)
        part.lines.push_back({fact.label, fact.value});
    return part;
}

LetterPart answers_part(const Context& context, const AnswerWords& words) {
    LetterPart part{say(context, "answer.three"), {}};
    for (const AskedQuestion& asked : words.questions)
        part.lines.push_back({asked.question, asked.answer});
    if (!words.reason.empty()) part.lines.push_back({say(context, "answer.reason"), words.reason});
    for (std::size_t i = 0; i < std::min(words.warnings.size(), most_reasons); ++i) {
        part.lines.push_back({say(context, "answer.warning"), words.warnings[i]});
    }
    return part;
}

LetterPart found_part(const Context& context, const std::vector<service::FoundCopy>& found) {
    LetterPart part{say(context, "answer.found"), {}};
    for (const service::FoundCopy& one : found) {
        if (!one.copy || part.lines.size() == most_found) continue;
        part.lines.push_back({one.copy->copy_no, register_words(context, one)});
    }
    return part;
}

/// What every receipt has.
Letter blank_letter(const Context& context, const char* title) {
    Letter letter;
    letter.title = say(context, title);
    letter.language = tag(context.language);
    letter.author = say(context, "layout.service");
    letter.marking =
        context.site().services.is_demonstration ? say(context, "receipt.marking") : "";
    return letter;
}

std::string how_to_check(const Context& context) {
    return say(
        context, "receipt.note_check", {{"site", context.site().services.settings.public_url}});
}

LetterPart asked_part(const Context& context, const service::QueryAnswer& answer) {
    LetterPart part{say(context, "query.asked"), {}};
    part.lines = {{say(context, "query.name"), answer.asked.name},
                  {say(context, "query.id_number"), answer.masked_id},
                  {say(context, "query.management_number"), answer.asked.management_number},
                  {say(context, "query.purpose"), answer.asked.purpose},
                  {say(context, "receipt.asked_at"), time_words(context, answer.at)}};
    return part;
}

LetterPart certificate_part(const Context& context, const service::QueriedCertificate& found) {
    LetterPart part{say(context, "answer.certificate"), {}};
    const auto add = [&](const char* label, const std::string& value) {
        if (!value.empty()) part.lines.push_back({say(context, label), value});
    };
    add("label.qualification", pick(context, found.qualification));
    add("label.kind", kind_words(context, found.kind));
    add("label.level", pick(context, found.level));
    add("label.specialty", pick(context, found.specialty));
    add("label.issued", day_words(context, found.issued_on));
    return part;
}

LetterPart reasons_part(const Context& context) {
    LetterPart part{say(context, "query.not_found_why"), {}};
    for (const char* reason : {"query.not_found_1", "query.not_found_2", "query.not_found_3"}) {
        part.lines.push_back({"", say(context, reason)});
    }
    return part;
}

}  // namespace

Letter query_receipt_letter(const Context& context, const service::QueryAnswer& answer) {
    Letter letter = blank_letter(context, "query.receipt_title");
    letter.parts.push_back(asked_part(context, answer));
    if (answer.found) {
        const std::string outcome = answer.outcome();
        letter.headline = say(context,
                              "receipt.query_headline",
                              {{"status", say(context, "query_headline." + outcome)}});
        letter.sentence = say(context, "query_note." + outcome);
        letter.parts.push_back(certificate_part(context, *answer.found));
    } else {
        letter.headline = say(context, "query.not_found");
        letter.sentence = say(context, "query.not_found_then");
        letter.parts.push_back(reasons_part(context));
    }
    letter.notes = {say(context, "receipt.query_note_moment"),
                    say(context, "receipt.query_note_masked"),
                    how_to_check(context)};
    return letter;
}

Letter receipt_letter(const Context& context, const service::KeptAnswer& answer) {
    const AnswerWords words = answer_words(context, answer);
    const service::CheckedSubject& checked = answer.checked;
    Letter letter = blank_letter(context, "receipt.title");
    letter.headline = words.title;
    letter.sentence = words.text + words.past;
    letter.parts.push_back(part_of(context, "answer.about", question_facts(context, answer)));
    letter.parts.push_back(answers_part(context, words));
    if (!checked.found.empty()) letter.parts.push_back(found_part(context, checked.found));
    if (shows_copy(checked)) {
        const verify::RegisteredCopy& copy = *checked.report.copy;
        letter.parts.push_back(
            part_of(context, "answer.purpose", copy_facts(context, copy, checked.report.at)));
        letter.parts.push_back(
            part_of(context, "answer.certificate", certificate_facts(context, copy)));
    }
    letter.notes = {say(context, "receipt.note_moment"),
                    say(context, "receipt.note_name"),
                    how_to_check(context)};
    return letter;
}

}  // namespace yinxin::http
