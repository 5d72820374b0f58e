// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/look_meter.hpp"

#include "support/small_house.hpp"

#include "yinxin/service/comparison.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

class Looks : public testing::Test {
  protected:
    void SetUp() override {
        held_ = house_->add_holder();
        const auto view = sure(house_->run(
            service::load_copy(house_->services(), held_.actor, house_->endorse(held_))));
        token_ = view.copy.token;
        house_->services().looks = &meter_;
    }
    void look(service::Onlooker onlooker = {}) {
        sure(house_->run(service::compare_by_token(
            house_->services(), token_, storage::Door::page, std::move(onlooker))));
    }
    std::int64_t counted() {
        return house_->one("SELECT COALESCE(SUM(checks), 0) FROM copy_check");
    }
    std::int64_t verifications() {
        return house_->one(
            "SELECT COALESCE(SUM(n), 0) FROM count_entry "
            "WHERE measure = 'verifications'");
    }

    service::LookMeter meter_;
    ScratchHouse house_;
    Held held_;
    std::string token_;
};

TEST_F(Looks, are_brought_together_once) {
    look();
    look();
    EXPECT_EQ(counted(), 0) << "the page waits for no write";
    EXPECT_EQ(sure(service::bring_looks(house_->services())), 1);
    EXPECT_EQ(counted(), 2);
    EXPECT_EQ(verifications(), 2);
    EXPECT_EQ(sure(service::bring_looks(house_->services())), 0);
    look();
    sure(service::bring_looks(house_->services()));
    EXPECT_EQ(counted(), 3) << "added to the row of the minute";
}

TEST_F(Looks, keep_their_minute_and_their_day) {
    look();
    house_->clock.advance(std::chrono::hours(24));
    look();
    EXPECT_EQ(sure(service::bring_looks(house_->services())), 2);
    EXPECT_EQ(house_->one("SELECT COUNT(DISTINCT minute_at) FROM copy_check"), 2);
    EXPECT_EQ(house_->one("SELECT COUNT(DISTINCT day) FROM count_entry "
                          "WHERE measure = 'verifications'"),
              2);
}

TEST_F(Looks, of_somebody_known_are_kept_at_once) {
    service::Onlooker onlooker;
    onlooker.checker.kind = storage::CheckerKind::account;
    onlooker.checker.id = "77";
    onlooker.checker.name = "演示核验员";
    look(onlooker);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM certificate_check"), 1);
    EXPECT_EQ(sure(service::bring_looks(house_->services())), 0);
}

TEST_F(Looks, beyond_what_may_wait_are_written_by_who_looks) {
    service::Look other;
    other.door = storage::Door::page;
    for (std::size_t i = 0; i < service::LookMeter::most_places; ++i) {
        other.copy.copy = CopyId{static_cast<std::int64_t>(i + 1)};
        ASSERT_TRUE(meter_.count(other));
    }
    look();
    EXPECT_EQ(counted(), 1);
    ASSERT_TRUE(meter_.count(other)) << "a place that waits already takes more";
    EXPECT_EQ(meter_.take().size(), service::LookMeter::most_places);
}

TEST_F(Looks, that_could_not_be_brought_wait_for_the_next_round) {
    look();
    house_->change("ALTER TABLE copy_check RENAME TO copy_check_away");
    EXPECT_FALSE(service::bring_looks(house_->services()));
    look();
    house_->change("ALTER TABLE copy_check_away RENAME TO copy_check");
    EXPECT_EQ(sure(service::bring_looks(house_->services())), 1);
    EXPECT_EQ(counted(), 2);
}

TEST_F(Looks, of_many_copies_are_brought_in_portions) {
    constexpr std::int64_t copies = 2 * service::LookMeter::most_at_once + 1;
    service::Look look;
    look.door = storage::Door::page;
    look.at = house_->clock.now();
    look.copy.holder = held_.holder;
    for (std::int64_t copy = 1; copy <= copies; ++copy) {
        look.copy.copy = CopyId{copy};
        ASSERT_TRUE(meter_.count(look));
    }
    EXPECT_EQ(sure(service::bring_looks(house_->services())), copies);
    EXPECT_EQ(counted(), copies);
    EXPECT_EQ(verifications(), copies);
}

}  // namespace
}  // namespace yinxin::test
