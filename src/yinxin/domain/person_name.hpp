// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// 姓名 in the normalised spelling of parse_person_name. Always valid UTF-8, 1 to 50 characters.
struct PersonName {
    std::string value;

    friend auto operator<=>(const PersonName&, const PersonName&) = default;
};

/// Longest name in characters (code points), 民委发〔2016〕33号.
inline constexpr std::size_t max_name_length = 50;

/// Reads a name as people and old files spell it (rules and reasons: docs/choices.md#c7):
/// - white space at the ends goes, runs of it inside become one space, none stays beside U+00B7;
/// - the look-alikes of the separator (U+2022, U+2024, U+2027, U+2219, U+22C5, U+2E31, U+30FB,
///   U+318D, U+FF65, U+0387, U+16EB, and U+FF0E between ideographs) become U+00B7;
/// - full-width Latin letters become ASCII, ［］ and 【】 become [], （） become ();
/// - a Latin letter followed by a combining mark becomes the composed letter, and the nine
///   compatibility ideographs of GBK become their unified ones (the part of NFC that occurs in
///   names); nothing else is folded, variants of characters stay what they are.
///
/// @error person.name_invalid      empty, too long, not UTF-8, or a character that is in no name:
///                                 digits, symbols, controls, invisible characters, noncharacters;
///                                 params `reason` (empty, too_long, encoding, character),
///                                 `position`
/// @error person.name_private_use  a private-use character, which every font draws differently;
///                                 param `position` (1-based, in characters)
[[nodiscard]] Result<PersonName> parse_person_name(std::string_view raw);

/// Whether a character was replaced by a homophone in square brackets (王晓[沛]), as old entry
/// forms asked for; the office should repair such a name.
[[nodiscard]] bool has_bracket_substitute(const PersonName& name);

/// Same normalised spelling, Latin letters compared without case and Han characters without the
/// spaces between them.
[[nodiscard]] bool same_name(const PersonName& a, const PersonName& b);

/// First character, then one star for each further one (王**); docs/choices.md#c5.
[[nodiscard]] std::string masked_name(const PersonName& name);

/// Length in characters (code points).
[[nodiscard]] std::size_t length(const PersonName& name);

}  // namespace yinxin::domain
