// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/queries.hpp"

#include "account_world.hpp"
#include "human_work.hpp"

namespace yinxin::service {
namespace {

class QueriesTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
    }
    static Query query() {
        return {"李演示", resident("19850101", 7).number, "20230099990100000018", "招聘岗位核验"};
    }
    HumanAnswer by_question() {
        const HumanChallenge asked = new_human_challenge(services().keys, account_, clock_.now());
        return {asked.text, "", std::to_string(asked.first + asked.second)};
    }
    HumanAnswer by_work() {
        const HumanChallenge asked = new_human_challenge(services().keys, account_, clock_.now());
        return {asked.text, work_for(asked.text), ""};
    }
    Result<void> ask(const Query& query, const HumanAnswer& human) {
        return run(begin_query(services(), account_, query, human, origin()));
    }
    std::string wrong_field(const Query& query) {
        const auto refused = ask(query, by_question());
        if (refused) return "none";
        const auto field = refused.error().params().find("field");
        return field == refused.error().params().end() ? "unnamed" : field->second;
    }
    storage::Checker checker() const {
        return {.kind = storage::CheckerKind::account, .id = account_.str(), .name = "zh***"};
    }

    AccountId account_;
};

TEST_F(QueriesTest, a_code_goes_to_the_verifiers_own_mobile_and_opens_the_answer) {
    ASSERT_TRUE(ask(query(), by_work()));
    EXPECT_EQ(messages().front().message.name, "query");
    const auto page = run(find_query_request(services(), account_));
    ASSERT_TRUE(page) << page.error().describe();
    EXPECT_EQ(page->masked_recipient, "138****1234");
    const std::string code = last_code();
    const auto wrong = run(confirm_query(services(), account_, checker(), other_than(code)));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code(), ErrorCode::code_wrong);
    const auto token = run(confirm_query(services(), account_, checker(), code));
    ASSERT_TRUE(token) << token.error().describe();
    const auto kept = run(load_query_answer(services(), account_, *token));
    ASSERT_TRUE(kept) << kept.error().describe();
    EXPECT_FALSE(kept->answer.found);
    EXPECT_EQ(kept->answer.outcome(), "not_found");
    EXPECT_EQ(kept->answer.asked.purpose, "招聘岗位核验");
    EXPECT_EQ(audit_count(domain::EventKind::query_answered), 1);
    const auto again = run(confirm_query(services(), account_, checker(), code));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::code_expired);
}

TEST_F(QueriesTest, says_which_field_is_wrong_before_anything_is_sent) {
    Query wrong = query();
    wrong.name = "";
    EXPECT_EQ(wrong_field(wrong), "name");
    wrong = query();
    wrong.id_number.back() = wrong.id_number.back() == '1' ? '2' : '1';
    EXPECT_EQ(wrong_field(wrong), "id_number");
    wrong = query();
    wrong.management_number = "";
    EXPECT_EQ(wrong_field(wrong), "management_number");
    wrong = query();
    wrong.purpose = " ";
    EXPECT_EQ(wrong_field(wrong), "purpose");
    EXPECT_TRUE(messages().empty());
}

TEST_F(QueriesTest, a_human_check_serves_one_query) {
    const HumanAnswer human = by_question();
    ASSERT_TRUE(ask(query(), human));
    const auto again = ask(query(), human);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::human_check_failed);
    const auto none = ask(query(), {});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code(), ErrorCode::human_check_failed);
    EXPECT_EQ(messages().size(), 1U);
}

TEST_F(QueriesTest, the_question_opens_five_queries_an_hour_and_work_opens_more) {
    for (int i = 0; i < queries_by_question_hour; ++i) {
        EXPECT_TRUE(ask(query(), by_question())) << i;
    }
    const auto sixth = ask(query(), by_question());
    ASSERT_FALSE(sixth);
    EXPECT_EQ(sixth.error().code(), ErrorCode::too_many_requests);
    EXPECT_TRUE(sixth.error().retry_after());
    EXPECT_TRUE(ask(query(), by_work()));
}

TEST_F(QueriesTest, one_id_number_is_asked_about_ten_times_an_hour_whoever_asks) {
    const AccountId other = make_account(
        "li.yan", person_name("李演"), resident("19910307", 123), mobile("13800001235"));
    for (int i = 0; i < queries_per_target_hour; ++i) {
        if (i == 5) account_ = other;
        EXPECT_TRUE(ask(query(), by_question())) << i;
    }
    const auto next = ask(query(), by_work());
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code(), ErrorCode::too_many_requests);
}

TEST_F(QueriesTest, another_account_cannot_enter_the_code) {
    ASSERT_TRUE(ask(query(), by_question()));
    const AccountId other = make_account(
        "li.yan", person_name("李演"), resident("19910307", 123), mobile("13800001235"));
    const auto stolen = run(confirm_query(services(), other, checker(), last_code()));
    ASSERT_FALSE(stolen);
    EXPECT_EQ(stolen.error().code(), ErrorCode::code_expired);
}

}  // namespace
}  // namespace yinxin::service
