// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/human_check.hpp"

#include "account_world.hpp"
#include "human_work.hpp"

namespace yinxin::service {
namespace {

class HumanCheckTest : public AccountWorld {
  protected:
    const AccountId account_{7};

    HumanChallenge challenge() {
        return new_human_challenge(services().keys, account_, clock_.now());
    }
    bool passes(const HumanAnswer& answer) {
        return check_human(services().keys, account_, answer, clock_.now()).has_value();
    }
};

TEST_F(HumanCheckTest, work_or_the_right_sum_passes_and_nothing_else) {
    const HumanChallenge asked = challenge();
    const std::string work = work_for(asked.text);
    EXPECT_EQ(check_human(services().keys, account_, {asked.text, work, ""}, clock_.now()).value(),
              HumanProof::work);
    const std::string sum = std::to_string(asked.first + asked.second);
    EXPECT_EQ(check_human(services().keys, account_, {asked.text, "", sum}, clock_.now()).value(),
              HumanProof::question);
    EXPECT_FALSE(passes({asked.text, "", std::to_string(asked.first + asked.second + 1)}));
    EXPECT_FALSE(passes({asked.text, "", ""}));
    EXPECT_FALSE(passes({asked.text, std::string(200, '1'), ""}));
    EXPECT_FALSE(passes({"", work, sum}));
    EXPECT_FALSE(passes({"1.2.3", work, sum}));
}

TEST_F(HumanCheckTest, a_challenge_is_one_accounts_and_lives_a_quarter_of_an_hour) {
    const HumanChallenge asked = challenge();
    const HumanAnswer answer{asked.text, "", std::to_string(asked.first + asked.second)};
    EXPECT_FALSE(check_human(services().keys, AccountId{8}, answer, clock_.now()));
    clock_.pass(human_check_life - std::chrono::seconds(1));
    EXPECT_TRUE(passes(answer));
    clock_.pass(std::chrono::seconds(1));
    EXPECT_FALSE(passes(answer));
}

TEST_F(HumanCheckTest, nobody_can_give_a_challenge_a_longer_life) {
    const HumanChallenge asked = challenge();
    std::string longer = asked.text;
    longer[0] = '9';
    EXPECT_FALSE(passes({longer, work_for(longer), ""}));
}

TEST_F(HumanCheckTest, a_challenge_is_used_once_and_forgotten_after_its_time) {
    const HumanChallenge asked = challenge();
    const auto use = [&] {
        return write([&](storage::Transaction& transaction) {
                   return use_human_challenge(transaction, asked.text, clock_.now());
               })
            .has_value();
    };
    const auto forget = [&] {
        return *write([&](storage::Transaction& transaction) {
            return forget_old_human_checks(transaction, clock_.now());
        });
    };
    EXPECT_TRUE(use());
    EXPECT_FALSE(use());
    EXPECT_EQ(forget(), 0);
    clock_.pass(human_check_life);
    EXPECT_EQ(forget(), 1);
}

}  // namespace
}  // namespace yinxin::service
