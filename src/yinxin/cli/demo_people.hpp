// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/cli/demo_random.hpp"
#include "yinxin/cli/demo_texts.hpp"
#include "yinxin/domain/id_number.hpp"
#include "yinxin/domain/mobile.hpp"
#include "yinxin/domain/person_name.hpp"

#include <set>
#include <string>

namespace yinxin::cli {

/// An invented person.
///
/// Resident numbers have right check digits and so could be somebody's, were it not for the region:
/// the last four of its six digits are 9999, a county that no province has. Mobiles begin with
/// 1990000; nothing is ever sent to them.
struct DemoPerson {
    HolderId holder;
    domain::PersonName name;
    domain::IdNumber document;
    domain::Mobile mobile;
    domain::Sex sex = domain::Sex::female;
    CivilDay birth{};
    std::string photo_sha256;  ///< hexadecimal
};

/// Invents people, no two with the same number or mobile.
class DemoPeople {
  public:
    /// @param photos  hexadecimal names of the portraits to share out. All outlive this.
    DemoPeople(const DemoNames& names, const std::vector<std::string>& photos, DemoRandom& random)
        : names_(names), photos_(photos), random_(random) {}

    /// Somebody with an everyday name and a resident card.
    [[nodiscard]] Result<DemoPerson> next();
    [[nodiscard]] Result<DemoPerson> named(std::string_view name);
    [[nodiscard]] Result<DemoPerson> with_document(std::string_view name,
                                                   domain::IdDocumentType type);
    /// An everyday name.
    [[nodiscard]] std::string draw_name(domain::Sex sex);
    /// Another resident number of the same person, as after a correction.
    [[nodiscard]] Result<domain::IdNumber> another_number(const DemoPerson& person);

  private:
    /// A number nobody has yet.
    [[nodiscard]] std::string draw_number(domain::IdDocumentType type,
                                          CivilDay birth,
                                          domain::Sex sex);

    [[nodiscard]] std::string write_number(domain::IdDocumentType type,
                                           CivilDay birth,
                                           domain::Sex sex);

    const DemoNames& names_;
    const std::vector<std::string>& photos_;
    DemoRandom& random_;
    int drawn_ = 0;
    std::set<std::string> numbers_;
};

}  // namespace yinxin::cli
