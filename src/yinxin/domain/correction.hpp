// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/face_data.hpp"
#include "yinxin/domain/qualification.hpp"

#include <string>
#include <string_view>
#include <vector>

/// 更正: which of the data on a certificate may be corrected, and what a corrected face says. The
/// 证书编号 stays through all versions; everything the catalogue decides (title, authorities,
/// template, seal) follows from the year of approval and is never typed (docs/choices.md#c81).
namespace yinxin::domain {

/// One thing on the face that may be corrected, in the order of the form.
enum class FaceItem {
    name,
    latin_name,
    id_type,
    id_number,
    sex,
    birth,
    photo,
    level,
    specialty,
    approved_on,
    issued_on,
    management_no,
};

template <>
struct KeyTable<FaceItem> {
    static constexpr std::array<Keyed<FaceItem>, 12> rows{{
        {FaceItem::name, "name"},
        {FaceItem::latin_name, "latin_name"},
        {FaceItem::id_type, "id_type"},
        {FaceItem::id_number, "id_number"},
        {FaceItem::sex, "sex"},
        {FaceItem::birth, "birth"},
        {FaceItem::photo, "photo"},
        {FaceItem::level, "level"},
        {FaceItem::specialty, "specialty"},
        {FaceItem::approved_on, "approved_on"},
        {FaceItem::issued_on, "issued_on"},
        {FaceItem::management_no, "management_no"},
    }};
};

/// What somebody typed beside the present values. Days are "YYYY-MM-DD", the month of birth is
/// "YYYY-MM" or empty; types, levels and specialties are keys and codes.
struct CorrectionForm {
    std::string name;
    std::string latin_name;
    std::string id_type;
    std::string id_number;
    std::string sex;
    std::string birth;
    std::string photo_sha256;  ///< of a file that is kept already
    std::string level;
    std::string specialty;
    std::string approved_on;
    std::string issued_on;
    std::string management_no;
};
/// The present values as the form shows them.
[[nodiscard]] CorrectionForm form_of(const FaceData& face);
/// "1990-03"; "" where it is not known.
[[nodiscard]] std::string format_month(std::chrono::year_month month);

/// The longest name in Latin letters.
inline constexpr std::size_t max_latin_name_length = 100;

/// Everything of the face that does not follow from the catalogue, corrected; levels and
/// specialties as codes only.
/// @param today  no certificate is approved or issued after it.
/// @error person.name_invalid, person.name_private_use, person.id_number_*,
///        certificate.number_invalid, invalid_input  param `field`: the key of the FaceItem
[[nodiscard]] Result<FaceData> read_correction(const FaceData& before,
                                               const CorrectionForm& form,
                                               CivilDay today);

/// The editions of the years of approval, before and now; `before` is null where the catalogue has
/// none any more.
struct EditionChange {
    const QualificationEdition* before;
    const QualificationEdition& now;
};
/// Puts in what the catalogue says of the year of approval: the names of another level or
/// specialty, and everything where another edition than before is in force. Authorities are the
/// caller's.
/// @error invalid_input  param `field`: a level or specialty that the edition does not have, a year
///        in which another body issued
[[nodiscard]] Result<FaceData> fit_to_edition(FaceData face,
                                              const FaceData& before,
                                              EditionChange editions);

/// What differs, in the order of the form.
[[nodiscard]] std::vector<FaceItem> differences(const FaceData& a, const FaceData& b);
[[nodiscard]] inline bool is_identity(FaceItem item) noexcept {
    return item == FaceItem::name || item == FaceItem::id_type || item == FaceItem::id_number;
}

}  // namespace yinxin::domain
