// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo_people.hpp"

#include "yinxin/base/text.hpp"

#include <fmt/format.h>

namespace yinxin::cli {
namespace {

using domain::IdDocumentType;
using domain::Sex;

/// Provinces, whose codes are real; no_county makes the region one that does not exist.
constexpr std::array provinces{
    "11", "12", "13", "21", "31", "32", "33", "37", "42", "44", "51", "61"};
constexpr std::string_view no_county = "9999";

std::string digits_of(CivilDay day) {
    return replace_all(format_day(day), "-", "");
}

/// The third digit of the order code tells the sex: odd is male.
std::string checked(std::string region, CivilDay birth, int order, Sex sex) {
    const int code = order * 2 + (sex == Sex::male ? 1 : 0);
    std::string body = std::move(region) + digits_of(birth) + fmt::format("{:03}", code % 1000);
    return body + domain::gb11643_check(body);
}

}  // namespace

std::string DemoPeople::draw_name(Sex sex) {
    // Half of the surnames are drawn from the most frequent twenty.
    std::string name = random_.chance(3)    ? random_.pick(names_.compound_surnames)
                       : random_.chance(50) ? names_.surnames[random_.below(20)]
                                            : random_.pick(names_.surnames);
    const auto& given = sex == Sex::male ? names_.given_male : names_.given_female;
    if (random_.chance(60)) name += random_.pick(names_.given_either);
    return name + random_.pick(given);
}

std::string DemoPeople::write_number(IdDocumentType type, CivilDay birth, Sex sex) {
    const int n = ++drawn_;
    switch (type) {
        case IdDocumentType::resident_identity_card:
            return checked(provinces[random_.below(provinces.size())] + std::string(no_county),
                           birth,
                           n % 500,
                           sex);
        case IdDocumentType::hk_macau_taiwan_residence:
            return checked(n % 2 == 0 ? "810000" : "830000", birth, n % 500, sex);
        case IdDocumentType::officer_card:
            return fmt::format("演字第{:07}号", n);
        case IdDocumentType::hk_macau_permit:
            return fmt::format("H0000{:04}", n);
        case IdDocumentType::taiwan_permit:
            return fmt::format("0000{:04}", n);
        case IdDocumentType::foreign_permanent_residence:
            return fmt::format("DEM0000{:08}", n);
        case IdDocumentType::passport:
        case IdDocumentType::other:
            return fmt::format("DEMO{:06}", n);
    }
    return {};
}

std::string DemoPeople::draw_number(IdDocumentType type, CivilDay birth, Sex sex) {
    std::string number = write_number(type, birth, sex);
    while (!numbers_.insert(number).second) {
        number = write_number(type, birth, sex);
    }
    return number;
}

Result<DemoPerson> DemoPeople::with_document(std::string_view name, IdDocumentType type) {
    DemoPerson person;
    person.holder = make_id<HolderId>();
    person.sex = random_.chance(50) ? Sex::male : Sex::female;
    person.birth = make_day(random_.between(1958, 2001),
                            static_cast<unsigned>(random_.between(1, 12)),
                            static_cast<unsigned>(random_.between(1, 28)));
    const std::string spelled = name.empty() ? draw_name(person.sex) : std::string(name);
    YX_TRY(person.name, domain::parse_person_name(spelled));
    const std::string number = draw_number(type, person.birth, person.sex);
    YX_TRY(person.document, domain::parse_id_number(type, number));
    YX_TRY(person.mobile, domain::parse_mobile(fmt::format("1990000{:04}", drawn_ % 10'000)));
    person.photo_sha256 = random_.pick(photos_);
    return person;
}

Result<DemoPerson> DemoPeople::named(std::string_view name) {
    return with_document(name, IdDocumentType::resident_identity_card);
}

Result<DemoPerson> DemoPeople::next() {
    return named("");
}

Result<domain::IdNumber> DemoPeople::another_number(const DemoPerson& person) {
    return domain::parse_id_number(
        IdDocumentType::resident_identity_card,
        draw_number(IdDocumentType::resident_identity_card, person.birth, person.sex));
}

}  // namespace yinxin::cli
