// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/keyed.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// 反映信息有误: what a holder may say is wrong, and how the office comes to an answer.
namespace yinxin::domain {

using DoubtId = Id<struct DoubtTag>;
using DoubtFileId = Id<struct DoubtFileTag>;

/// What is wrong, in the order of the form.
enum class DoubtField {
    name,
    id_number,
    sex,
    birth_month,
    photo,
    qualification,  ///< or level, or specialty
    dates,
    numbers,  ///< 管理号 or 证书编号
    other,
};

template <>
struct KeyTable<DoubtField> {
    static constexpr std::array<Keyed<DoubtField>, 9> rows{{
        {DoubtField::name, "name"},
        {DoubtField::id_number, "id_number"},
        {DoubtField::sex, "sex"},
        {DoubtField::birth_month, "birth_month"},
        {DoubtField::photo, "photo"},
        {DoubtField::qualification, "qualification"},
        {DoubtField::dates, "dates"},
        {DoubtField::numbers, "numbers"},
        {DoubtField::other, "other"},
    }};
};

/// "name,photo", as the register keeps them; unknown words are left out on reading.
[[nodiscard]] std::string join_fields(const std::vector<DoubtField>& fields);
[[nodiscard]] std::vector<DoubtField> parse_fields(std::string_view joined);

enum class DoubtState {
    open,       ///< 待受理: nobody has taken it yet
    taken,      ///< 办理中: by a named correspondent
    accepted,   ///< 属实: the data are wrong, the correction is being prepared
    refused,    ///< 不予更正: with an answer in words
    corrected,  ///< 已更正: the correction took effect
    withdrawn,  ///< 已撤回: by the holder
};

template <>
struct KeyTable<DoubtState> {
    static constexpr std::array<Keyed<DoubtState>, 6> rows{{
        {DoubtState::open, "open"},
        {DoubtState::taken, "taken"},
        {DoubtState::accepted, "accepted"},
        {DoubtState::refused, "refused"},
        {DoubtState::corrected, "corrected"},
        {DoubtState::withdrawn, "withdrawn"},
    }};
};

/// Whether a state may follow another. An accepted doubt may still be refused (the proof did not
/// hold); refused, corrected and withdrawn are final.
[[nodiscard]] bool may_become(DoubtState from, DoubtState to) noexcept;
/// Something is still to be done about it: there is one such doubt per certificate version.
[[nodiscard]] bool is_unsettled(DoubtState state) noexcept;
/// The office still owes an answer.
[[nodiscard]] inline bool awaits_answer(DoubtState state) noexcept {
    return state == DoubtState::open || state == DoubtState::taken;
}

/// Who wrote one part of the conversation, and to what end.
enum class DoubtMessageKind {
    addition,  ///< the holder, of his own accord
    question,  ///< the office: the clock stands until the holder replies
    reply,     ///< the holder
    answer,    ///< the office: accepted or refused
};

template <>
struct KeyTable<DoubtMessageKind> {
    static constexpr std::array<Keyed<DoubtMessageKind>, 4> rows{{
        {DoubtMessageKind::addition, "addition"},
        {DoubtMessageKind::question, "question"},
        {DoubtMessageKind::reply, "reply"},
        {DoubtMessageKind::answer, "answer"},
    }};
};
[[nodiscard]] inline bool is_of_office(DoubtMessageKind kind) noexcept {
    return kind == DoubtMessageKind::question || kind == DoubtMessageKind::answer;
}

inline constexpr std::size_t longest_doubt_text = 1000;  ///< characters
inline constexpr int most_doubt_files = 3;               ///< of one message
inline constexpr int most_doubt_messages = 40;           ///< of one doubt
inline constexpr Days doubt_files_stay{180};             ///< after the doubt is settled

/// 5 to 1,000 characters after trimming; line breaks are kept, other controls are not.
/// @error doubt.text_invalid  param `max`
[[nodiscard]] Result<std::string> parse_doubt_text(std::string_view typed);

/// The last civil day on which an answer is in time: `answer_days` days after that of the report.
[[nodiscard]] CivilDay doubt_due_on(CivilDay reported_on, int answer_days) noexcept;
/// The deadline after a question: days on which the holder was asked do not count.
[[nodiscard]] CivilDay doubt_due_after_reply(CivilDay due_on,
                                             CivilDay asked_on,
                                             CivilDay replied_on) noexcept;
/// Whether the office is late: it owes an answer, does not wait for the holder, and the last day is
/// over.
[[nodiscard]] bool is_overdue(DoubtState state,
                              bool awaits_holder,
                              CivilDay due_on,
                              CivilDay today) noexcept;

/// The province of a resident number, two digits of GB/T 2260; "" where the document names none.
/// Nothing is read out of a 管理号 (docs/choices.md#c86).
[[nodiscard]] std::string province_of(const IdNumber& document);

}  // namespace yinxin::domain
