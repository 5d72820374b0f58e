// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/sessions.hpp"

#include "account_world.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/account_overview.hpp"

namespace yinxin::service {
namespace {

class SessionsTest : public AccountWorld {
  protected:
    LoggedIn start() {
        auto in = write([&](storage::Transaction& transaction) {
            return start_session(
                transaction, account_, LoginProof::password, origin(), clock_.now());
        });
        EXPECT_TRUE(in) << in.error().describe();
        return *in;
    }
    bool is_alive(const LoggedIn& in) {
        return run(find_session(services(), in.token)).has_value();
    }
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
    }
    AccountId account_;
};

TEST_F(SessionsTest, every_login_gets_a_token_of_its_own_and_only_its_hash_is_stored) {
    const LoggedIn a = start();
    const LoggedIn b = start();
    EXPECT_NE(a.token.expose(), b.token.expose());
    EXPECT_GE(a.token.expose().size(), 22U);  // 128 bits in base64url
    static constexpr storage::Statement list{"test.list", "SELECT token_hash FROM session"};
    const crypto::Digest32 hash = crypto::sha256(a.token.expose_bytes());
    bool is_found = false;
    for (const Bytes& stored : rows<Bytes>(list)) {
        EXPECT_NE(as_text(stored), a.token.expose());
        is_found = is_found || std::ranges::equal(stored, hash);
    }
    EXPECT_TRUE(is_found);
}

TEST_F(SessionsTest, an_idle_session_ends_after_thirty_minutes) {
    const LoggedIn in = start();
    clock_.pass(std::chrono::minutes(30) - std::chrono::seconds(1));
    EXPECT_TRUE(is_alive(in));  // and slides
    clock_.pass(std::chrono::minutes(30) - std::chrono::seconds(1));
    EXPECT_TRUE(is_alive(in));
    clock_.pass(std::chrono::minutes(30));
    EXPECT_FALSE(is_alive(in));
}

TEST_F(SessionsTest, no_session_lives_longer_than_twelve_hours) {
    const LoggedIn in = start();
    for (int i = 0; i < 48; ++i) {
        EXPECT_TRUE(is_alive(in)) << i;
        clock_.pass(std::chrono::minutes(15));
    }
    EXPECT_FALSE(is_alive(in));
}

TEST_F(SessionsTest, use_is_written_at_most_once_a_minute) {
    const LoggedIn in = start();
    static constexpr storage::Statement seen{"test.seen", "SELECT seen_at FROM session"};
    const Instant begun = clock_.now();
    clock_.pass(std::chrono::seconds(59));
    EXPECT_TRUE(is_alive(in));
    EXPECT_EQ(rows<Instant>(seen).front(), begun);
    clock_.pass(std::chrono::seconds(1));
    EXPECT_TRUE(is_alive(in));
    EXPECT_EQ(rows<Instant>(seen).front(), clock_.now());
}

TEST_F(SessionsTest, logging_out_ends_this_session_at_once_and_no_other) {
    const LoggedIn a = start();
    const LoggedIn b = start();
    ASSERT_TRUE(run(end_session(services(), a.token)));
    EXPECT_FALSE(is_alive(a));
    EXPECT_TRUE(is_alive(b));
    EXPECT_TRUE(run(end_session(services(), a.token)));
    EXPECT_EQ(audit_count(domain::EventKind::logged_out), 1);
}

TEST_F(SessionsTest, a_renewed_session_goes_on_under_the_new_token_alone) {
    const LoggedIn before = start();
    clock_.pass(std::chrono::minutes(10));
    const auto after = run(renew_session(services(), before.token));
    ASSERT_TRUE(after) << after.error().describe();
    EXPECT_NE(after->expose(), before.token.expose());
    EXPECT_FALSE(is_alive(before));
    const auto session = run(find_session(services(), *after));
    ASSERT_TRUE(session) << session.error().describe();
    EXPECT_EQ(clock_.now() - session->created_at, std::chrono::minutes(10));
    const auto twice = run(renew_session(services(), before.token));
    ASSERT_FALSE(twice);
    EXPECT_EQ(twice.error().code(), ErrorCode::session_expired);
}

TEST_F(SessionsTest, all_other_sessions_can_be_ended) {
    const LoggedIn a = start();
    const LoggedIn b = start();
    const LoggedIn c = start();
    const auto ended = run(end_other_sessions(services(), account_, b.token));
    ASSERT_TRUE(ended);
    EXPECT_EQ(*ended, 2);
    EXPECT_FALSE(is_alive(a));
    EXPECT_TRUE(is_alive(b));
    EXPECT_FALSE(is_alive(c));
}

TEST_F(SessionsTest, a_token_nobody_was_given_opens_nothing) {
    start();
    const auto found = run(find_session(services(), Secret(std::string("guess"))));
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), ErrorCode::session_expired);
}

TEST_F(SessionsTest, dead_sessions_are_removed_and_living_ones_stay) {
    start();
    clock_.pass(std::chrono::minutes(31));
    const LoggedIn living = start();
    const auto removed = write([&](storage::Transaction& transaction) {
        return forget_dead_sessions(transaction, settings_.session, clock_.now());
    });
    ASSERT_TRUE(removed);
    EXPECT_EQ(*removed, 1);
    EXPECT_TRUE(is_alive(living));
}

TEST_F(SessionsTest, the_account_page_shows_masked_facts_and_marks_this_session) {
    const HolderId holder =
        make_person(person_name("张演"), resident("19900307", 123), mobile("13800001234"));
    bind(account_, holder);
    start();
    const LoggedIn in = start();
    const auto page = run(account_overview(services(), account_, in.token));
    ASSERT_TRUE(page) << page.error().describe();
    EXPECT_EQ(page->login_name, "zhang.yan");
    EXPECT_EQ(page->masked_mobile, "138****1234");
    ASSERT_EQ(page->persons.size(), 1U);
    EXPECT_EQ(page->persons[0].name, "张*");
    EXPECT_EQ(page->persons[0].number.find("19900307"), std::string::npos);
    ASSERT_EQ(page->sessions.size(), 2U);
    EXPECT_NE(page->sessions[0].is_this_one, page->sessions[1].is_this_one);
    const auto session = run(find_session(services(), in.token));
    ASSERT_TRUE(session);
    EXPECT_EQ(session->holders, std::vector{holder});
}

TEST_F(SessionsTest, a_long_description_of_a_browser_is_cut_between_characters) {
    Origin odd = origin();
    odd.device = std::string(199, 'x') + "浏览器";
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return start_session(transaction, account_, LoginProof::password, odd, clock_.now());
    }));
    static constexpr storage::Statement device{"test.device", "SELECT device FROM session"};
    EXPECT_EQ(rows<std::string>(device).front(), std::string(199, 'x'));
}

}  // namespace
}  // namespace yinxin::service
