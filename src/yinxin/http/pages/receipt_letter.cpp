// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/receipt_letter.hpp"

#include "yinxin/http/pages/answer_words.hpp"

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

}  // namespace

Letter receipt_letter(const Context& context, const service::KeptAnswer& answer) {
    const AnswerWords words = answer_words(context, answer);
    const service::CheckedSubject& checked = answer.checked;
    Letter letter;
    letter.title = say(context, "receipt.title");
    letter.headline = words.title;
    letter.sentence = words.text + words.past;
    letter.language = tag(context.language);
    letter.author = say(context, "layout.service");
    letter.marking =
        context.site().services.is_demonstration ? say(context, "receipt.marking") : "";
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
                    say(context,
                        "receipt.note_check",
                        {{"site", context.site().services.settings.public_url}})};
    return letter;
}

}  // namespace yinxin::http
