// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/keyed.hpp"

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::domain {

/// 证件类型: the kinds of ID document under which somebody sits an examination.
enum class IdDocumentType {
    resident_identity_card,       ///< 居民身份证
    officer_card,                 ///< 军官证
    passport,                     ///< 护照
    hk_macau_permit,              ///< 港澳居民来往内地通行证
    taiwan_permit,                ///< 台湾居民来往大陆通行证
    hk_macau_taiwan_residence,    ///< 港澳台居民居住证
    foreign_permanent_residence,  ///< 外国人永久居留身份证
    other,                        ///< 其他
};

template <>
struct KeyTable<IdDocumentType> {
    static constexpr std::array<Keyed<IdDocumentType>, 8> rows{{
        {IdDocumentType::resident_identity_card, "resident_identity_card"},
        {IdDocumentType::officer_card, "officer_card"},
        {IdDocumentType::passport, "passport"},
        {IdDocumentType::hk_macau_permit, "hk_macau_permit"},
        {IdDocumentType::taiwan_permit, "taiwan_permit"},
        {IdDocumentType::hk_macau_taiwan_residence, "hk_macau_taiwan_residence"},
        {IdDocumentType::foreign_permanent_residence, "foreign_permanent_residence"},
        {IdDocumentType::other, "other"},
    }};
};

/// A code of GB/T 36903 appendix A (证件类型代码).
struct DocumentTypeCode {
    std::string_view code;  ///< three digits
    bool confirmed;         ///< false: no source for this type was found; docs/choices.md#c8
};

/// The code used in licence metadata (持证主体代码类型代码).
[[nodiscard]] DocumentTypeCode gbt36903_code(IdDocumentType type) noexcept;

/// 性别, with the codes of GB/T 2261.1 as values.
enum class Sex { unknown = 0, male = 1, female = 2, unspecified = 9 };

template <>
struct KeyTable<Sex> {
    static constexpr std::array<Keyed<Sex>, 4> rows{{
        {Sex::unknown, "unknown"},
        {Sex::male, "male"},
        {Sex::female, "female"},
        {Sex::unspecified, "unspecified"},
    }};
};

/// 证件号码, normalised by parse_id_number: upper case, ASCII where the document's number is,
/// resident numbers always with 18 characters. Equal values mean the same document.
struct IdNumber {
    IdDocumentType type = IdDocumentType::resident_identity_card;
    std::string number;

    friend auto operator<=>(const IdNumber&, const IdNumber&) = default;
};

/// Reads a number as people type it: white space anywhere is dropped, full-width letters and digits
/// become ASCII, letters upper case, a resident number of 15 digits gets its 18-digit form.
///
/// Resident cards and residence permits (81 / 82 / 83): GB 11643, with region, date and check
/// character. Foreign permanent residence: 18 digits beginning with 9 and checked the same way, or
/// the older form of three letters and twelve digits, of which only the form is checked.
/// Officer cards: 5 to 20 characters, ASCII letters and digits or the written form 某字第…号.
/// Everything else: 5 to 20 ASCII letters and digits.
/// No clock here: a birth date in the future of the caller is accepted up to 2099.
///
/// @error person.id_number_length      param `length`
/// @error person.id_number_characters
/// @error person.id_number_region      unknown first two digits; where another document type would
///                                     fit, param `type` names its key
/// @error person.id_number_date        digits 7 to 14 are no calendar day between 1850 and 2099
/// @error person.id_number_check       the last character does not belong to the others
[[nodiscard]] Result<IdNumber> parse_id_number(IdDocumentType type, std::string_view raw);

/// GB 11643 check character of the first 17 digits.
/// @return '0'..'9' or 'X'; '\0' if `body` is not 17 ASCII digits.
[[nodiscard]] char gb11643_check(std::string_view body) noexcept;

/// Birth date, where the number states it (resident, residence permit, 18-digit permanent
/// residence).
[[nodiscard]] std::optional<CivilDay> birth_day(const IdNumber& id);
/// Sex by the parity of the order code, for resident cards and residence permits only.
[[nodiscard]] std::optional<Sex> sex_of(const IdNumber& id);

/// All written forms of the same number, the normalised one first: a resident number of somebody
/// born in 19YY also has its 15-digit form. For matching data that other systems kept unnormalised.
[[nodiscard]] std::vector<std::string> equivalent_forms(const IdNumber& id);

/// For display: first character, one star for each further one, last character
/// ("1****************8"). Tells nothing about birth date or region; docs/choices.md#c5.
[[nodiscard]] std::string masked(const IdNumber& id);

/// The last four characters, which a verifier types from the paper; docs/choices.md#c5.
[[nodiscard]] std::string last_four(const IdNumber& id);

/// What somebody typed as those four: full-width or not, in either case.
[[nodiscard]] std::string typed_tail(std::string_view raw);

/// Whether two digits are a province-level code of GB/T 2260 (11 to 65, 71, 81, 82).
[[nodiscard]] bool is_province_code(std::string_view code) noexcept;

}  // namespace yinxin::domain
