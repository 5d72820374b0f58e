// SPDX-License-Identifier: Apache-2.0
#pragma once

// A small installation and people of its issuing office.
#include "support/small_house.hpp"

#include "yinxin/service/messages.hpp"
#include "yinxin/storage/staff.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace yinxin::service {

class OfficePeople : public testing::Test {
  protected:
    using Role = domain::StaffRole;

    static constexpr const char* authority = "demo_exam_centre";

    domain::StaffActor add_staff(const std::string& login_name,
                                 domain::RoleSet roles,
                                 const std::string& issuer = authority) {
        const auto id = test::sure(house_->store().write_now([&](storage::Transaction& t) {
            return storage::insert_staff(
                t, house_->keys(), login_name, "演示" + login_name, issuer, house_->clock.now());
        }));
        return {id, "演示" + login_name, roles, issuer};
    }
    template <class T>
    static ErrorCode failure(const Result<T>& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }

    /// What was sent by one name, the demonstration's way.
    std::vector<DemoMessage> messages(const std::string& name) {
        auto all = test::sure(house_->run(list_demo_messages(house_->services(), 100)));
        std::erase_if(all, [&](const DemoMessage& one) { return one.message.name != name; });
        return all;
    }

    test::ScratchHouse house_;
};

}  // namespace yinxin::service
