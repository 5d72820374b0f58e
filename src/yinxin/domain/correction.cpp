// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/correction.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/person_name.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::domain {
namespace {

constexpr int first_year = 1980;
constexpr int first_birth_year = 1900;

Error wrong(FaceItem item, const char* detail) {
    return Error(ErrorCode::invalid_input, detail).with("field", std::string(key(item)));
}
template <class T>
Result<T> of_item(FaceItem item, Result<T> parsed) {
    if (parsed) return parsed;
    return std::move(parsed).error().with("field", std::string(key(item)));
}

/// Capitals, spaces, hyphens and apostrophes.
Result<std::string> parse_latin_name(std::string_view typed) {
    const std::string text = to_upper_ascii(trim(typed));
    const auto fits = [](char c) {
        return (c >= 'A' && c <= 'Z') || c == ' ' || c == '-' || c == '\'' || c == ',' || c == '.';
    };
    if (text.size() > max_latin_name_length || !std::ranges::all_of(text, fits)) {
        return wrong(FaceItem::latin_name, "not Latin letters");
    }
    return text;
}

Result<std::chrono::year_month> parse_month(std::string_view typed) {
    const std::string_view text = trim(typed);
    if (text.empty()) return std::chrono::year_month();
    const auto day = parse_day(std::string(text) + "-01");
    if (!day) return wrong(FaceItem::birth, "not a month");
    const std::chrono::year_month_day parts(*day);
    if (static_cast<int>(parts.year()) < first_birth_year) {
        return wrong(FaceItem::birth, "before 1900");
    }
    return parts.year() / parts.month();
}

Result<CivilDay> parse_day_of(FaceItem item, std::string_view typed, CivilDay today) {
    const auto day = parse_day(trim(typed));
    if (!day || *day > today || *day < make_day(first_year, 1, 1)) {
        return wrong(item, "not a day between 1980 and today");
    }
    return *day;
}

Result<void> read_person(FaceData& face, const CorrectionForm& form) {
    YX_TRY(const PersonName name, of_item(FaceItem::name, parse_person_name(form.name)));
    face.name = name.value;
    YX_TRY(face.latin_name, parse_latin_name(form.latin_name));
    const auto type = parse_key<IdDocumentType>(form.id_type);
    if (!type) return wrong(FaceItem::id_type, "unknown type");
    YX_TRY(const IdNumber document,
           of_item(FaceItem::id_number, parse_id_number(*type, form.id_number)));
    face.id_type = document.type;
    face.id_number = document.number;
    const auto sex = parse_key<Sex>(form.sex);
    if (!sex) return wrong(FaceItem::sex, "unknown key");
    face.sex = *sex;
    YX_TRY(face.birth, parse_month(form.birth));
    return ok();
}

/// A number that states birth and sex must not contradict what is printed beside it. What nobody
/// touches is not judged here: another correction must not fail on it.
Result<void> check_agreement(const FaceData& before, const FaceData& face) {
    const bool is_touched = before.id_number != face.id_number || before.id_type != face.id_type ||
                            before.birth != face.birth || before.sex != face.sex;
    if (!is_touched) return ok();
    const IdNumber document{face.id_type, face.id_number};
    if (const auto day = birth_day(document)) {
        const std::chrono::year_month_day parts(*day);
        if (face.birth != parts.year() / parts.month()) {
            return wrong(FaceItem::birth, "not the month of the number");
        }
    }
    const auto sex = sex_of(document);
    const bool is_stated = face.sex == Sex::male || face.sex == Sex::female;
    if (sex && is_stated && *sex != face.sex) return wrong(FaceItem::sex, "not the number's");
    return ok();
}

Result<void> read_dates(FaceData& face, const CorrectionForm& form, CivilDay today) {
    YX_TRY(face.approved_on, parse_day_of(FaceItem::approved_on, form.approved_on, today));
    YX_TRY(face.issued_on, parse_day_of(FaceItem::issued_on, form.issued_on, today));
    if (face.issued_on < face.approved_on) {
        return wrong(FaceItem::issued_on, "issued before it was approved");
    }
    if (face.birth.ok() && CivilDay(face.birth / std::chrono::day(1)) >= face.approved_on) {
        return wrong(FaceItem::birth, "born after the approval");
    }
    return ok();
}

bool differs(const FaceData& a, const FaceData& b, FaceItem item) {
    switch (item) {
        case FaceItem::name:
            return a.name != b.name;
        case FaceItem::latin_name:
            return a.latin_name != b.latin_name;
        case FaceItem::id_type:
            return a.id_type != b.id_type;
        case FaceItem::id_number:
            return a.id_number != b.id_number;
        case FaceItem::sex:
            return a.sex != b.sex;
        case FaceItem::birth:
            return a.birth != b.birth;
        case FaceItem::photo:
            return a.photo_sha256 != b.photo_sha256;
        case FaceItem::level:
            return a.level_code != b.level_code;
        case FaceItem::specialty:
            return a.specialty_code != b.specialty_code;
        case FaceItem::approved_on:
            return a.approved_on != b.approved_on;
        case FaceItem::issued_on:
            return a.issued_on != b.issued_on;
        case FaceItem::management_no:
            return a.management_no != b.management_no;
    }
    return false;
}

/// The name of a code; nothing where the edition has no such list.
Result<Bilingual> name_of(FaceItem item,
                          const std::string& code,
                          const NamedCode* found,
                          const std::vector<NamedCode>& list) {
    if (found != nullptr) return found->name;
    if (code.empty() && list.empty()) return Bilingual{};
    return wrong(item, "not in this edition");
}

}  // namespace

std::string format_month(std::chrono::year_month month) {
    if (!month.ok()) return {};
    return fmt::format(
        "{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month()));
}

CorrectionForm form_of(const FaceData& face) {
    return {face.name,
            face.latin_name,
            std::string(key(face.id_type)),
            face.id_number,
            std::string(key(face.sex)),
            format_month(face.birth),
            face.photo_sha256,
            face.level_code,
            face.specialty_code,
            format_day(face.approved_on),
            format_day(face.issued_on),
            face.management_no};
}

Result<FaceData> read_correction(const FaceData& before,
                                 const CorrectionForm& form,
                                 CivilDay today) {
    FaceData face = before;
    YX_CHECK(read_person(face, form));
    YX_CHECK(check_agreement(before, face));
    face.photo_sha256 = form.photo_sha256;
    face.level_code = trim(form.level);
    face.specialty_code = trim(form.specialty);
    YX_CHECK(read_dates(face, form, today));
    YX_TRY(face.management_no,
           of_item(FaceItem::management_no, parse_management_no(form.management_no)));
    return face;
}

Result<FaceData> fit_to_edition(FaceData face, const FaceData& before, EditionChange editions) {
    const QualificationEdition& edition = editions.now;
    const bool is_same = editions.before == &edition;
    if (edition.issuer_id != face.issuer_id) {
        return wrong(FaceItem::approved_on, "another body issued then");
    }
    // What nobody touched keeps the words that were printed.
    if (!is_same || face.level_code != before.level_code) {
        YX_TRY(face.level,
               name_of(FaceItem::level,
                       face.level_code,
                       edition.find_level(face.level_code),
                       edition.levels));
    }
    if (!is_same || face.specialty_code != before.specialty_code) {
        YX_TRY(face.specialty,
               name_of(FaceItem::specialty,
                       face.specialty_code,
                       edition.find_specialty(face.specialty_code),
                       edition.specialties));
    }
    if (is_same) return face;
    face.qualification = edition.name;
    face.seal_type = edition.seal_type;
    if (face.kind == CertificateKind::certificate) {
        face.title = edition.title;
        face.template_id = edition.template_id;
    } else if (face.kind == CertificateKind::pass_proof) {
        if (!edition.has_additional_specialties()) {
            return wrong(FaceItem::approved_on, "no pass proofs in that year");
        }
        face.title = edition.proof_title;
    }
    return face;
}

std::vector<FaceItem> differences(const FaceData& a, const FaceData& b) {
    std::vector<FaceItem> items;
    for (const auto& row : all_keyed<FaceItem>()) {
        if (differs(a, b, row.value)) items.push_back(row.value);
    }
    return items;
}

}  // namespace yinxin::domain
