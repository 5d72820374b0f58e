// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/http/pages/site.hpp"
#include "yinxin/service/receipts.hpp"

#include <string>
#include <string_view>
#include <vector>

/// An answer about a file in words: the same for the page and for the receipt.
namespace yinxin::http {

/// Which of the pages an answer gets: the class of its sign, and the middle of its message keys
/// (docs/pages.md, answer.html).
[[nodiscard]] std::string_view answer_kind(const service::CheckedSubject& checked);

/// A label and its value.
struct Fact {
    std::string label;
    std::string value;
    bool is_code = false;  ///< a number to be compared character by character
};

/// One of the three questions: whether it was changed, whether it is ours, whether it is good now.
struct AskedQuestion {
    std::string question;
    std::string answer;
    std::string_view tone;  ///< "good", "bad" or "open"
};

struct AnswerWords {
    std::string kind;
    std::string title;
    std::string text;
    std::string past;    ///< which day was asked about, if not this one
    std::string reason;  ///< what decided; may be empty
    std::vector<std::string> next;
    std::vector<std::string> warnings;  ///< what else a reader must know
    std::vector<AskedQuestion> questions;
};
[[nodiscard]] AnswerWords answer_words(const Context& context, const service::KeptAnswer& answer);

/// What a finding says; its code where there are no words for it.
[[nodiscard]] std::string finding_words(const Context& context, const verify::Finding& finding);

/// What the register says of a copy whose code was found in a picture.
[[nodiscard]] std::string register_words(const Context& context, const service::FoundCopy& found);

/// The certificate behind a copy, names and numbers masked.
[[nodiscard]] std::vector<Fact> certificate_facts(const Context& context,
                                                  const verify::RegisteredCopy& copy);
/// What the copy was made for and until when.
[[nodiscard]] std::vector<Fact> copy_facts(const Context& context,
                                           const verify::RegisteredCopy& copy,
                                           Instant at);
/// What was asked: file, time, for whom. Never the file's name.
[[nodiscard]] std::vector<Fact> question_facts(const Context& context,
                                               const service::KeptAnswer& answer);
/// Who sealed, as the file's certificate says; empty without a seal.
[[nodiscard]] std::vector<Fact> seal_facts(const Context& context, const verify::Report& report);
/// Whether the register's data may be shown: only to somebody who gave us the very file, or named
/// the copy by its code. A file that merely names a copy number proves nothing.
[[nodiscard]] bool shows_copy(const service::CheckedSubject& checked);
/// Whether the answer is about a day before the one on which it was given.
[[nodiscard]] bool is_about_the_past(const service::KeptAnswer& answer);

}  // namespace yinxin::http
