// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/pages/bulk_words.hpp"

#include <array>

namespace yinxin::http {
namespace {

using documents::Letter;
using documents::LetterPart;
using domain::BulkVerdict;
using service::BulkAnswer;
using service::BulkReport;
using service::JudgedAnswer;

constexpr std::array<std::string_view, 17> columns{"no",
                                                   "source",
                                                   "place",
                                                   "name",
                                                   "id_number",
                                                   "management_number",
                                                   "verdict",
                                                   "care",
                                                   "reason",
                                                   "qualification",
                                                   "level",
                                                   "specialty",
                                                   "issued_on",
                                                   "copy_no",
                                                   "valid_until",
                                                   "checked_at",
                                                   "code"};

Language language_of(std::string_view name) {
    return find_language(name).value_or(Language::chinese);
}

std::string key_text(std::string_view prefix, std::string_view name) {
    return std::string(prefix) + std::string(name);
}

/// "2026-11-28 10:30", as a spreadsheet sorts it.
std::string minute_of(Instant at) {
    const std::string civil = format_civil(at);
    return civil.substr(0, 10) + " " + civil.substr(11, 5);
}

std::string minute_of(const std::optional<Instant>& at) {
    return at ? minute_of(*at) : "";
}

}  // namespace

const std::string& in_language(Language language, const domain::Bilingual& text) {
    return language == Language::english && !text.en.empty() ? text.en : text.zh;
}

std::string verdict_words(const Messages& messages, Language language, BulkVerdict verdict) {
    return messages.text(language, key_text("bulk_verdict.", domain::key(verdict)));
}

std::string fault_words(const Messages& messages,
                        Language language,
                        std::string_view reason,
                        std::string_view field) {
    for (const std::string_view prefix : {"bulk_reason.", "finding.", "error."}) {
        const std::string key = key_text(prefix, reason);
        if (!messages.find(language, key)) continue;
        const std::string words = messages.text(language, key, {{"host", std::string(field)}});
        const std::string label = key_text("bulk_field.", field);
        if (field.empty() || !messages.find(language, label)) return words;
        return messages.text(language,
                             "bulk_field.in",
                             {{"field", messages.text(language, label)}, {"reason", words}});
    }
    return std::string(reason);
}

std::string reason_words(const Messages& messages, Language language, const JudgedAnswer& judged) {
    const BulkAnswer& answer = judged.answer;
    if (!answer.reason.empty()) {
        return fault_words(messages, language, answer.reason, answer.field);
    }
    return messages.text(language, answer.is_row ? "bulk_reason.good" : "bulk_reason.good_file");
}

std::string place_words(const Messages& messages, Language language, const BulkAnswer& answer) {
    if (answer.place == 0) return "";
    return messages.text(language,
                         answer.is_row ? "bulk_place.row" : "bulk_place.page",
                         {{"n", std::to_string(answer.place)}});
}

std::string BulkWords::sheet(std::string_view language) const {
    return messages_.text(language_of(language), "bulk_column.sheet");
}

std::vector<std::string> BulkWords::header(std::string_view language) const {
    std::vector<std::string> texts;
    for (const std::string_view column : columns)
        texts.push_back(messages_.text(language_of(language), key_text("bulk_column.", column)));
    return texts;
}

std::vector<std::string> BulkWords::cells(std::string_view name,
                                          std::int64_t no,
                                          const JudgedAnswer& judged) const {
    const Language language = language_of(name);
    const BulkAnswer& answer = judged.answer;
    const std::string_view care = domain::key(domain::care_of(judged.verdict));
    return {std::to_string(no),
            answer.source,
            answer.place == 0 ? "" : std::to_string(answer.place),
            answer.name,
            answer.masked_id,
            answer.number,
            verdict_words(messages_, language, judged.verdict),
            messages_.text(language, key_text("bulk_care.", care)),
            reason_words(messages_, language, judged),
            in_language(language, answer.qualification),
            in_language(language, answer.level),
            in_language(language, answer.specialty),
            answer.issued_on,
            answer.copy_no,
            answer.valid_until,
            minute_of(answer.at),
            std::string(domain::key(judged.verdict))};
}

Letter BulkWords::letter(const BulkReport& report) const {
    const Language language = language_of(report.check.language);
    const auto say = [&](std::string_view key, const Messages::Parameters& parameters = {}) {
        return messages_.text(language, key, parameters);
    };
    const Messages::Parameters counts{{"n", std::to_string(report.answers)},
                                      {"care", std::to_string(report.with_care())},
                                      {"rows", std::to_string(report.rows)},
                                      {"files", std::to_string(report.files)},
                                      {"done", std::to_string(report.check.items_done)},
                                      {"total", std::to_string(report.check.items_total)}};
    Letter letter;
    letter.title = say("bulk_letter.title");
    letter.number = report.number;
    letter.headline =
        say(report.with_care() == 0 ? "bulk_letter.all_good" : "bulk_letter.headline", counts);
    letter.sentence =
        say(report.check.is_cancelled ? "bulk_letter.cancelled" : "bulk_letter.sentence", counts);
    letter.language = tag(language);
    letter.author = say("layout.service");
    letter.made_at = report.made_at;
    if (is_demonstration_) letter.marking = say("receipt.marking");
    LetterPart about{say("bulk_letter.about"), {}};
    const auto line = [](LetterPart& part, std::string label, std::string value) {
        if (!value.empty()) part.lines.push_back({std::move(label), std::move(value)});
    };
    line(about, say("bulk_letter.asked_by"), report.asker.checker.name);
    line(about, say("bulk_letter.purpose"), report.asker.checker.purpose);
    line(about, say("bulk_letter.started"), minute_of(report.check.started_at));
    line(about, say("bulk_letter.ended"), minute_of(report.check.ended_at));
    LetterPart verdicts{say("bulk_letter.verdicts"), {}};
    for (const storage::BulkTally& tally : report.tallies) {
        line(verdicts,
             verdict_words(messages_, language, tally.verdict),
             std::to_string(tally.count));
    }
    LetterPart result{say("bulk_letter.result"), {}};
    line(result, say("bulk_letter.xlsx"), report.xlsx_sha256);
    line(result, say("bulk_letter.csv"), report.csv_sha256);
    letter.parts = {std::move(about), std::move(verdicts), std::move(result)};
    letter.notes = {say("bulk_letter.note_moment"),
                    say("bulk_letter.note_names"),
                    say("bulk_letter.note_check", {{"site", public_url_}})};
    return letter;
}

}  // namespace yinxin::http
