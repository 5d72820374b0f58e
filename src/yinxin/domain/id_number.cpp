// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/id_number.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

namespace yinxin::domain {
namespace {

using Kind = IdDocumentType;

constexpr std::size_t resident_length = 18;
constexpr std::size_t old_resident_length = 15;
constexpr std::size_t old_permanent_length = 15;

Error refuse(ErrorCode code, std::string why) {
    return Error(code, std::move(why));
}

bool all_digits(std::string_view text) noexcept {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool all_ascii(std::u32string_view text) noexcept {
    return std::ranges::all_of(text, [](char32_t c) { return c < 0x80; });
}

/// The day eight digits YYYYMMDD name, if the year is between 1850 and 2099.
std::optional<CivilDay> day_in(std::string_view digits) {
    const auto number = [&](std::size_t from, std::size_t count) {
        return static_cast<int>(*parse_integer(digits.substr(from, count)));
    };
    const int year = number(0, 4);
    const std::chrono::year_month_day day{std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(number(4, 2))),
                                          std::chrono::day(static_cast<unsigned>(number(6, 2)))};
    if (year < 1850 || year > 2099 || !day.ok()) return std::nullopt;
    return CivilDay(day);
}

bool is_mainland(std::string_view province) noexcept {
    return is_province_code(province) && province != "81" && province != "82";
}

/// 81, 82 and 83 stand for Hong Kong, Macau and Taiwan on residence permits (83 is in no GB/T
/// 2260).
bool is_residence_region(std::string_view province) noexcept {
    return province == "81" || province == "82" || province == "83";
}

Result<void> check_region(Kind type, std::string_view number) {
    const std::string_view first_two = number.substr(0, 2);
    const bool fits = type == Kind::resident_identity_card ? is_mainland(first_two)
                      : type == Kind::hk_macau_taiwan_residence
                          ? is_residence_region(first_two)
                          : number.front() == '9' && is_province_code(number.substr(1, 2));
    if (fits) return ok();
    Error error(ErrorCode::id_number_region, "no such region for this document type");
    if (is_mainland(first_two)) {
        error.with("type", std::string(key(Kind::resident_identity_card)));
    } else if (is_residence_region(first_two)) {
        error.with("type", std::string(key(Kind::hk_macau_taiwan_residence)));
    } else if (number.front() == '9' && is_province_code(number.substr(1, 2))) {
        error.with("type", std::string(key(Kind::foreign_permanent_residence)));
    }
    return error;
}

/// The 18-digit form that three documents share: GB 11643.
Result<IdNumber> parse_citizen_form(Kind type, std::string number) {
    if (type == Kind::resident_identity_card && number.size() == old_resident_length) {
        if (!all_digits(number)) {
            return refuse(ErrorCode::id_number_characters, "digits only in the 15-digit form");
        }
        // People of the 15-digit era were born in 19YY; the few born before 1900 had numbers
        // reassigned, which no rule can undo.
        number.insert(6, "19");
        number += gb11643_check(number);
    }
    if (number.size() != resident_length) {
        return refuse(ErrorCode::id_number_length, "not 18 (or 15) characters")
            .with("length", std::to_string(number.size()));
    }
    const std::string_view body(number.data(), resident_length - 1);
    const char last = number.back();
    if (!all_digits(body) || !((last >= '0' && last <= '9') || last == 'X')) {
        return refuse(ErrorCode::id_number_characters, "17 digits and a digit or X");
    }
    YX_CHECK(check_region(type, number));
    if (!day_in(body.substr(6, 8))) return refuse(ErrorCode::id_number_date, "no such birth date");
    if (gb11643_check(body) != last) {
        return refuse(ErrorCode::id_number_check, "wrong check character");
    }
    return IdNumber{type, std::move(number)};
}

/// The form before 2023: country in three letters, then twelve digits. Its inner rules are not
/// published, so nothing more is judged.
bool is_old_permanent_form(std::string_view number) noexcept {
    return number.size() == old_permanent_length &&
           std::ranges::all_of(number.substr(0, 3), [](char c) { return c >= 'A' && c <= 'Z'; }) &&
           all_digits(number.substr(3));
}

Result<IdNumber> parse_free_form(Kind type, std::u32string_view text) {
    if (text.size() < 5 || text.size() > 20) {
        return refuse(ErrorCode::id_number_length, "not 5 to 20 characters")
            .with("length", std::to_string(text.size()));
    }
    const bool written = type == Kind::officer_card;
    for (const char32_t point : text) {
        const bool plain = fold::is_digit(point) || fold::is_upper(point);
        if (!plain && !(written && fold::is_ideograph(point))) {
            return refuse(ErrorCode::id_number_characters, "letters and digits only");
        }
    }
    return IdNumber{type, encode_utf8(text)};
}

bool has_citizen_form(const IdNumber& id) noexcept {
    return id.number.size() == resident_length &&
           (id.type == Kind::resident_identity_card || id.type == Kind::hk_macau_taiwan_residence ||
            id.type == Kind::foreign_permanent_residence);
}

std::u32string characters_of(const IdNumber& id) {
    auto points = decode_utf8(id.number);
    return points ? *std::move(points) : std::u32string(id.number.size(), U'*');
}

}  // namespace

DocumentTypeCode gbt36903_code(IdDocumentType type) noexcept {
    switch (type) {
        case Kind::resident_identity_card:
            return {"111", true};
        case Kind::officer_card:
            return {"114", true};
        case Kind::passport:
            return {"414", true};
        case Kind::hk_macau_permit:
            return {"516", true};
        case Kind::taiwan_permit:
            return {"511", true};
        // The permit carries a 公民身份号码, for which 111 stands; no source names a code of its
        // own.
        case Kind::hk_macau_taiwan_residence:
            return {"111", false};
        case Kind::foreign_permanent_residence:
            return {"999", false};
        case Kind::other:
            return {"999", true};
    }
    return {"999", false};
}

char gb11643_check(std::string_view body) noexcept {
    // GB 11643: weight of position i is 2^(18-i) mod 11; the sum modulo 11 selects the character.
    static constexpr std::array<int, 17> weights{
        7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static constexpr std::string_view characters = "10X98765432";
    if (body.size() != weights.size() || !all_digits(body)) return '\0';
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        sum += weights.at(i) * (body[i] - '0');
    }
    return characters[static_cast<std::size_t>(sum % 11)];
}

Result<IdNumber> parse_id_number(IdDocumentType type, std::string_view raw) {
    const std::u32string text = fold::compact(raw);
    if (text.empty()) {
        return is_utf8(raw) ? refuse(ErrorCode::id_number_length, "empty").with("length", "0")
                            : refuse(ErrorCode::id_number_characters, "not UTF-8");
    }
    const bool citizen = type == Kind::resident_identity_card ||
                         type == Kind::hk_macau_taiwan_residence ||
                         type == Kind::foreign_permanent_residence;
    if (!citizen) return parse_free_form(type, text);
    if (!all_ascii(text)) return refuse(ErrorCode::id_number_characters, "not ASCII");
    std::string number = encode_utf8(text);
    if (type == Kind::foreign_permanent_residence && is_old_permanent_form(number)) {
        return IdNumber{type, std::move(number)};
    }
    return parse_citizen_form(type, std::move(number));
}

std::optional<CivilDay> birth_day(const IdNumber& id) {
    if (!has_citizen_form(id) || !all_digits(std::string_view(id.number).substr(0, 17))) {
        return std::nullopt;
    }
    return day_in(std::string_view(id.number).substr(6, 8));
}

std::optional<Sex> sex_of(const IdNumber& id) {
    // Whether the order code of a permanent-residence number tells the sex is not published.
    if (!has_citizen_form(id) || id.type == Kind::foreign_permanent_residence) return std::nullopt;
    const char order = id.number[16];
    if (order < '0' || order > '9') return std::nullopt;
    return (order - '0') % 2 == 1 ? Sex::male : Sex::female;
}

std::vector<std::string> equivalent_forms(const IdNumber& id) {
    std::vector<std::string> forms{id.number};
    if (id.type == Kind::resident_identity_card && id.number.size() == resident_length &&
        id.number.compare(6, 2, "19") == 0) {
        forms.push_back(id.number.substr(0, 6) + id.number.substr(8, 9));
    }
    return forms;
}

std::string masked(const IdNumber& id) {
    const std::u32string text = characters_of(id);
    if (text.size() < 3) return std::string(text.size(), '*');
    return encode_utf8(text.front()) + std::string(text.size() - 2, '*') + encode_utf8(text.back());
}

std::string last_four(const IdNumber& id) {
    const std::u32string text = characters_of(id);
    return encode_utf8(std::u32string_view(text).substr(text.size() < 4 ? 0 : text.size() - 4));
}

std::string typed_tail(std::string_view raw) {
    return encode_utf8(fold::compact(raw));
}

bool is_province_code(std::string_view code) noexcept {
    static constexpr std::array<std::string_view, 34> codes{
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34",
        "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52",
        "53", "54", "61", "62", "63", "64", "65", "71", "81", "82"};
    return std::ranges::find(codes, code) != codes.end();
}

}  // namespace yinxin::domain
