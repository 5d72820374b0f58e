// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/entry_check.hpp"

#include "account_world.hpp"
#include "human_work.hpp"

namespace yinxin::service {
namespace {

using domain::WatchedDoor;

class EntryCheckTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        services().doors = &meter_;
        settings_.pressure.login = 10;
    }
    void press(std::int64_t misses = 10) {
        domain::DoorCounts counts;
        counts.tries = counts.misses = misses;
        meter_.count(WatchedDoor::login, counts);
        clock_.pass(std::chrono::seconds(2));
    }
    std::optional<HumanChallenge> challenge(const std::string& browser = "one") {
        return run(entry_challenge(services(), WatchedDoor::login, browser));
    }
    Result<void> enter(const HumanAnswer& answer,
                       const std::string& browser = "one",
                       WatchedDoor door = WatchedDoor::login) {
        return run(check_entry(services(), door, browser, answer, "192.0.2.7"));
    }
    static std::string sum_of(const HumanChallenge& asked) {
        return std::to_string(asked.first + asked.second);
    }

    DoorMeter meter_;
};

TEST_F(EntryCheckTest, a_quiet_door_asks_for_nothing_and_minds_nothing) {
    EXPECT_FALSE(challenge());
    EXPECT_TRUE(enter({}));
    EXPECT_TRUE(enter({"1.2.3.4", "x", "y"}));
}

TEST_F(EntryCheckTest, under_pressure_a_form_without_an_answer_is_sent_back) {
    press();
    const auto refused = enter({});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::human_check_failed);
    const auto asked = challenge();
    ASSERT_TRUE(asked);
    EXPECT_TRUE(enter({asked->text, work_for(asked->text), ""}));
    EXPECT_FALSE(enter({asked->text, work_for(asked->text), ""})) << "once";
}

TEST_F(EntryCheckTest, a_challenge_is_one_browsers_at_one_door) {
    press();
    const auto asked = challenge();
    ASSERT_TRUE(asked);
    EXPECT_FALSE(enter({asked->text, "", sum_of(*asked)}, "another"));
    settings_.pressure.match = 1;
    domain::DoorCounts counts;
    counts.tries = counts.misses = 1;
    meter_.count(WatchedDoor::match, counts);
    clock_.pass(std::chrono::seconds(2));
    EXPECT_FALSE(enter({asked->text, "", sum_of(*asked)}, "one", WatchedDoor::match));
    EXPECT_TRUE(enter({asked->text, "", sum_of(*asked)}));
}

TEST_F(EntryCheckTest, more_pressure_asks_for_more_work) {
    press(10);
    EXPECT_EQ(challenge()->bits, domain::work_bits(1));
    press(70);
    const auto asked = challenge();
    ASSERT_TRUE(asked);
    EXPECT_EQ(asked->bits, domain::work_bits(4));
    // 15 bits are not enough any more, unless by chance they are 18.
    const std::string work = work_for(asked->text);
    const crypto::Digest32 digest = crypto::sha256(as_bytes(asked->text + ":" + work));
    const bool is_lucky = digest[1] == 0 && digest[2] < 64;
    EXPECT_EQ(enter({asked->text, work, ""}).has_value(), is_lucky);
}

TEST_F(EntryCheckTest, one_address_has_ten_answers_in_words_an_hour) {
    press();
    for (int i = 0; i < entry_questions_per_hour; ++i) {
        const auto asked = challenge();
        ASSERT_TRUE(enter({asked->text, "", sum_of(*asked)})) << i;
    }
    const auto asked = challenge();
    const auto refused = enter({asked->text, "", sum_of(*asked)});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::too_many_requests);
    const auto worked = challenge();
    EXPECT_TRUE(enter({worked->text, work_for(worked->text), ""})) << "work goes on";
}

TEST_F(EntryCheckTest, what_was_asked_and_met_is_counted) {
    press();
    EXPECT_FALSE(enter({}));
    const auto asked = challenge();
    EXPECT_TRUE(enter({asked->text, "", sum_of(*asked)}));
    ASSERT_TRUE(run(bring_door_counts(services())));
    static constexpr storage::Statement sums{"test.sums",
                                             "SELECT asked FROM door_hour WHERE door = 'login'"};
    static constexpr storage::Statement met{"test.met",
                                            "SELECT met FROM door_hour WHERE door = 'login'"};
    EXPECT_EQ(rows<std::int64_t>(sums), std::vector<std::int64_t>{1});
    EXPECT_EQ(rows<std::int64_t>(met), std::vector<std::int64_t>{1});
}

}  // namespace
}  // namespace yinxin::service
