// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/consents.hpp"

#include "account_world.hpp"

namespace yinxin::service {
namespace {

class ConsentsTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
        auto in = write([&](storage::Transaction& transaction) {
            return start_session(
                transaction, account_, LoginProof::password, origin(), clock_.now());
        });
        ASSERT_TRUE(in);
        token_ = in->token;
    }
    SessionFacts session() {
        auto facts = run(find_session(services(), token_));
        EXPECT_TRUE(facts) << facts.error().describe();
        return *facts;
    }
    Result<void> accept(std::int64_t version, std::optional<std::int64_t> privacy = std::nullopt) {
        return run(accept_notice(services(), account_, {version, privacy}, origin()));
    }
    AccountId account_;
    Secret token_;
};

TEST_F(ConsentsTest, without_a_notice_nobody_has_agreed) {
    EXPECT_FALSE(session().has_agreed);
    const auto notice = run(find_notice(services(), account_, Language::zh));
    ASSERT_FALSE(notice);
    EXPECT_EQ(notice.error().code(), ErrorCode::notice_not_in_force);
}

TEST_F(ConsentsTest, agreeing_is_recorded_with_version_time_and_address) {
    publish_notice(1, clock_.now());
    EXPECT_FALSE(session().has_agreed);
    ASSERT_TRUE(accept(1));
    EXPECT_TRUE(session().has_agreed);
    struct Row {
        std::int64_t version;
        Instant at;
        std::string address;
    };
    static constexpr storage::Statement list{"test.list",
                                             "SELECT version, accepted_at, address FROM consent"};
    const auto stored = rows<Row>(list);
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].version, 1);
    EXPECT_EQ(stored[0].at, clock_.now());
    EXPECT_EQ(stored[0].address, "192.0.2.7");
    EXPECT_EQ(audit_count(domain::EventKind::notice_accepted), 1);
}

TEST_F(ConsentsTest, agreeing_twice_keeps_the_first_time) {
    publish_notice(1, clock_.now());
    ASSERT_TRUE(accept(1));
    const Instant first = clock_.now();
    clock_.pass(std::chrono::minutes(5));
    ASSERT_TRUE(accept(1));
    const auto notice = run(find_notice(services(), account_, Language::zh));
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->agreed_at, first);
    EXPECT_EQ(audit_count(domain::EventKind::notice_accepted), 1);
}

TEST_F(ConsentsTest, a_new_version_asks_again_from_the_moment_it_takes_effect) {
    publish_notice(1, clock_.now());
    publish_notice(2, clock_.now() + std::chrono::minutes(10));
    ASSERT_TRUE(accept(1));
    clock_.pass(std::chrono::minutes(10) - std::chrono::seconds(1));
    EXPECT_TRUE(session().has_agreed);
    clock_.pass(std::chrono::seconds(1));
    EXPECT_FALSE(session().has_agreed);
    EXPECT_TRUE(session().has_agreed_before);
    const auto stale = accept(1);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code(), ErrorCode::conflict);
    ASSERT_TRUE(accept(2));
    EXPECT_TRUE(session().has_agreed);
    const auto history = write([&](storage::Transaction& t) { return list_consents(t, account_); });
    ASSERT_TRUE(history);
    ASSERT_EQ(history->size(), 2U);
    EXPECT_EQ((*history)[0].version, 2);
}

TEST_F(ConsentsTest, the_notice_is_shown_in_parts_and_in_the_language_asked_for) {
    publish_notice(1, clock_.now());
    const auto notice = run(find_notice(services(), account_, Language::en));
    ASSERT_TRUE(notice);
    EXPECT_EQ(notice->title, "Notice");
    ASSERT_EQ(notice->parts.size(), 2U);
    EXPECT_EQ(notice->parts[0].heading, "");
    EXPECT_EQ(notice->parts[0].paragraphs, std::vector<std::string>{"First"});
    EXPECT_EQ(notice->parts[1].heading, "Two");
    EXPECT_FALSE(notice->agreed_at.has_value());
}

class PrivacyNoticeTest : public ConsentsTest {
  protected:
    void publish_privacy(std::int64_t version) {
        const storage::NoticeRow notice{version, clock_.now(), "隐私政策", "Privacy", "一", "One"};
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return storage::insert_notice(transaction, notice, storage::privacy_notice);
        }));
    }
    std::optional<std::int64_t> asked() {
        const auto notice = run(find_notice(services(), account_, Language::zh));
        EXPECT_TRUE(notice);
        return notice->privacy_asked;
    }
};

TEST_F(PrivacyNoticeTest, is_public_once_there_is_one) {
    EXPECT_FALSE(*run(find_privacy_notice(services(), Language::zh)));
    publish_privacy(1);
    const auto found = run(find_privacy_notice(services(), Language::en));
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->title, "Privacy");
}

TEST_F(PrivacyNoticeTest, one_agreement_is_to_both_and_a_new_version_asks_again) {
    publish_notice(1, clock_.now());
    ASSERT_TRUE(accept(1));
    EXPECT_TRUE(session().has_agreed) << "there is no privacy notice yet";
    publish_privacy(1);
    EXPECT_FALSE(session().has_agreed);
    EXPECT_TRUE(session().has_agreed_before);
    EXPECT_EQ(asked(), 1);
    ASSERT_TRUE(accept(1, 1));
    EXPECT_TRUE(session().has_agreed);
    EXPECT_FALSE(asked());
    publish_privacy(2);
    EXPECT_FALSE(session().has_agreed);
    // What was shown was the version before.
    const auto old = accept(1, 1);
    ASSERT_FALSE(old);
    EXPECT_EQ(old.error().code(), ErrorCode::conflict);
    ASSERT_TRUE(accept(1, 2));
    EXPECT_TRUE(session().has_agreed);
}

TEST_F(PrivacyNoticeTest, nobody_agrees_to_what_was_not_shown) {
    static constexpr storage::Statement list{
        "test.agreed", "SELECT notice_id FROM consent ORDER BY notice_id, version"};
    publish_notice(1, clock_.now());
    // The page was loaded; then a privacy notice took force.
    publish_privacy(1);
    const auto unseen = accept(1);
    ASSERT_FALSE(unseen);
    EXPECT_EQ(unseen.error().code(), ErrorCode::conflict);
    EXPECT_TRUE(rows<std::string>(list).empty()) << "one button: nothing of it counts";
    EXPECT_FALSE(accept(1, 2)) << "nor to one that is not there yet";
    ASSERT_TRUE(accept(1, 1));
    ASSERT_TRUE(accept(1, 1)) << "a second click";
    ASSERT_TRUE(accept(1)) << "the page of somebody who had agreed to it before";
    EXPECT_EQ(rows<std::string>(list), (std::vector<std::string>{"privacy", "service"}));
}

TEST_F(PrivacyNoticeTest, a_new_account_agrees_to_the_version_its_form_named) {
    publish_privacy(1);
    const Instant sent_at = clock_.now();
    clock_.pass(std::chrono::seconds(1));
    publish_privacy(2);
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return agree_to_privacy(transaction, account_, sent_at, origin(), clock_.now());
    }));
    static constexpr storage::Statement list{
        "test.privacy", "SELECT version FROM consent WHERE notice_id = 'privacy'"};
    EXPECT_EQ(rows<std::int64_t>(list), std::vector<std::int64_t>{1});
}

}  // namespace
}  // namespace yinxin::service
