// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/small_house.hpp"

#include "yinxin/storage/organisations.hpp"

#include <string>

namespace yinxin::test {

/// What is entered of an organisation for a test.
struct HouseOrganisation {
    std::string name = "演示招标中心（演示）";
    std::string uscc = "99000000MA00000011";
    domain::OrganisationStanding standing = domain::OrganisationStanding::confirmed;
};

/// Enters an organisation of the ordinary class whose only member is its owner.
inline domain::OrganisationId add_organisation(SmallHouse& house,
                                               AccountId owner,
                                               const HouseOrganisation& wish = {}) {
    const auto id = make_id<domain::OrganisationId>();
    sure(house.store().write_now([&](storage::Transaction& transaction) -> Result<void> {
        storage::NewOrganisation fresh;
        fresh.id = id;
        fresh.name = wish.name;
        fresh.uscc = sure(domain::parse_organisation_uscc(wish.uscc));
        fresh.contact = sure(domain::parse_contact("演示联系人", "010-00000000"));
        const Instant now = house.clock.now();
        YX_CHECK(storage::insert_organisation(transaction, house.keys(), fresh, now));
        YX_CHECK(storage::insert_member(transaction, id, owner, domain::MemberRole::owner, now));
        if (wish.standing == domain::OrganisationStanding::stated) return ok();
        return storage::set_organisation_standing(
            transaction, id, wish.standing, domain::OrganisationClass::ordinary, now);
    }));
    return id;
}

}  // namespace yinxin::test
