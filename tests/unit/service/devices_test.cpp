// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/devices.hpp"

#include "account_world.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/account_overview.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/service/own_mobile.hpp"
#include "yinxin/service/step_up.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

class DevicesTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
    }
    LoggedIn from(const std::string& mark) {
        Origin at = origin();
        at.device_mark = mark;
        const auto in = run(log_in(services(), "zhang.yan", Secret(good_password), at));
        EXPECT_TRUE(in) << in.error().describe();
        return *in;
    }
    SessionFacts facts_of(const LoggedIn& in) {
        const auto facts = run(find_session(services(), in.token));
        EXPECT_TRUE(facts) << facts.error().describe();
        return *facts;
    }
    bool asks(const LoggedIn& in) { return needs_step_up(facts_of(in), clock_.now()); }
    std::int64_t sent(const std::string& name) {
        return std::ranges::count_if(
            messages(), [&](const DemoMessage& one) { return one.message.name == name; });
    }
    std::vector<SessionLine> lines(const LoggedIn& in) {
        const auto overview = run(account_overview(services(), account_, in.token));
        EXPECT_TRUE(overview);
        return overview->sessions;
    }
    std::string mobile_now() {
        const auto found =
            services().store.read_now([&](storage::Reader& reader) -> Result<std::string> {
                YX_TRY(const auto row, storage::find_account(reader, account_));
                YX_TRY(const auto identity, storage::open_identity(services().keys, row));
                return identity.mobile.e164;
            });
        EXPECT_TRUE(found);
        return *found;
    }

    AccountId account_;
};

TEST_F(DevicesTest, the_first_is_trusted_and_another_one_is_told) {
    const LoggedIn first = from("");
    ASSERT_FALSE(first.device_mark.empty());
    EXPECT_EQ(sent("new_device"), 0);
    const LoggedIn again = from(first.device_mark);
    EXPECT_EQ(again.device_mark, first.device_mark);
    EXPECT_EQ(sent("new_device"), 0);
    const LoggedIn other = from("");
    EXPECT_NE(other.device_mark, first.device_mark);
    EXPECT_EQ(sent("new_device"), 1);
    EXPECT_EQ(audit_count(domain::EventKind::device_new), 1);
    EXPECT_EQ(std::ranges::count(lines(first), true, &SessionLine::is_new_device), 1);
}

TEST_F(DevicesTest, a_mark_that_is_not_ours_is_replaced) {
    const LoggedIn first = from("");
    std::string forged = first.device_mark;
    forged.front() = forged.front() == 'A' ? 'B' : 'A';
    EXPECT_NE(from(forged).device_mark, forged);
    EXPECT_NE(from("no-mark-at-all").device_mark, "no-mark-at-all");
}

TEST_F(DevicesTest, a_new_one_is_asked_once_and_only_when_the_session_is_older) {
    const LoggedIn first = from("");
    const LoggedIn other = from("");
    EXPECT_FALSE(asks(other)) << "it was opened just now";
    clock_.pass(session_is_fresh);
    EXPECT_TRUE(asks(other));
    EXPECT_FALSE(asks(first));
    ASSERT_TRUE(run(request_step_up_code(services(), account_, origin())));
    EXPECT_FALSE(run(confirm_by_code(services(), account_, other.token, other_than(last_code()))));
    EXPECT_TRUE(asks(other));
    ASSERT_TRUE(run(confirm_by_code(services(), account_, other.token, last_code())));
    EXPECT_FALSE(asks(other));
    // And not in its next session either.
    const LoggedIn later = from(other.device_mark);
    clock_.pass(session_is_fresh);
    EXPECT_FALSE(asks(later));
}

TEST_F(DevicesTest, a_new_one_settles_within_a_day) {
    from("");
    const LoggedIn other = from("");
    clock_.pass(device_settles - session_is_fresh);
    const LoggedIn again = from(other.device_mark);
    clock_.pass(session_is_fresh - std::chrono::seconds(1));
    EXPECT_FALSE(asks(again)) << "fresh";
    clock_.pass(std::chrono::seconds(1));
    EXPECT_FALSE(asks(again)) << "settled";
}

TEST_F(DevicesTest, a_renewed_session_stays_what_it_was) {
    from("");
    LoggedIn other = from("");
    clock_.pass(session_is_fresh);
    const auto renewed = run(renew_session(services(), other.token));
    ASSERT_TRUE(renewed);
    other.token = *renewed;
    EXPECT_TRUE(asks(other));
}

TEST_F(DevicesTest, are_forgotten_after_400_days_and_told_again) {
    const LoggedIn first = from("");
    clock_.pass(device_remembered);
    const auto gone = write([&](storage::Transaction& transaction) {
        return forget_old_devices(transaction, clock_.now());
    });
    ASSERT_TRUE(gone);
    EXPECT_EQ(*gone, 1);
    from(first.device_mark);
    EXPECT_EQ(sent("new_device"), 1) << "it is not the account's first";
}

TEST_F(DevicesTest, one_session_is_ended_by_a_name_that_is_no_token) {
    const LoggedIn here = from("");
    const LoggedIn there = from(here.device_mark);
    const auto list = lines(here);
    const auto other =
        std::ranges::find_if(list, [](const SessionLine& line) { return !line.is_this_one; });
    ASSERT_NE(other, list.end());
    EXPECT_FALSE(other->is_new_device);
    EXPECT_NE(other->id, to_hex(crypto::sha256(there.token.expose_bytes())));
    const AccountId stranger = make_account(
        "li.yan", person_name("李演"), resident("19900308", 124), mobile("13800005678"));
    EXPECT_EQ(run(end_session_named(services(), stranger, other->id)).error().code(),
              ErrorCode::not_found);
    ASSERT_TRUE(run(end_session_named(services(), account_, other->id)));
    EXPECT_FALSE(run(find_session(services(), there.token)));
    EXPECT_TRUE(run(find_session(services(), here.token)));
}

TEST_F(DevicesTest, another_mobile_is_in_force_at_once_for_who_has_confirmed) {
    const LoggedIn in = from("");
    ASSERT_TRUE(run(request_step_up_code(services(), account_, origin())));
    ASSERT_TRUE(run(confirm_by_code(services(), account_, in.token, last_code())));
    ASSERT_TRUE(run(request_own_mobile_code(services(), facts_of(in), "13900008888", origin())));
    const auto at = run(change_own_mobile(services(), facts_of(in), in.token, last_code()));
    ASSERT_TRUE(at) << at.error().describe();
    EXPECT_FALSE(*at);
    EXPECT_EQ(mobile_now(), mobile("13900008888").e164);
    EXPECT_EQ(sent("mobile_changed"), 1);
    EXPECT_EQ(sent("mobile_in_force"), 1);
    EXPECT_TRUE(run(find_session(services(), in.token))) << "the session goes on";
}

TEST_F(DevicesTest, without_a_confirmation_the_new_mobile_waits) {
    const LoggedIn in = from("");
    ASSERT_TRUE(run(request_own_mobile_code(services(), facts_of(in), "13900008888", origin())));
    const auto at = run(change_own_mobile(services(), facts_of(in), in.token, last_code()));
    ASSERT_TRUE(at) << at.error().describe();
    ASSERT_TRUE(*at);
    EXPECT_EQ(**at, clock_.now() + settings_.recovery.mobile_delay);
    EXPECT_EQ(mobile_now(), mobile("13800001234").e164);
    EXPECT_EQ(sent("mobile_change_asked"), 1);
}

TEST_F(DevicesTest, an_account_without_a_mobile_gets_its_first_at_once) {
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return storage::change_mobile(transaction, services().keys, account_, domain::Mobile{});
    }));
    const LoggedIn in = from("");
    EXPECT_EQ(run(find_step_up(services(), account_))->way, StepUpWay::nothing);
    ASSERT_TRUE(run(request_own_mobile_code(services(), facts_of(in), "13900008888", origin())));
    const auto at = run(change_own_mobile(services(), facts_of(in), in.token, last_code()));
    ASSERT_TRUE(at) << at.error().describe();
    EXPECT_FALSE(*at);
    EXPECT_EQ(mobile_now(), mobile("13900008888").e164);
}

}  // namespace
}  // namespace yinxin::service
