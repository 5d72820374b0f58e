// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/second_factor.hpp"

#include "account_world.hpp"
#include "soft_authenticator.hpp"

#include "yinxin/crypto/totp.hpp"
#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/account_passkeys.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/service/one_time_codes.hpp"
#include "yinxin/service/second_login.hpp"
#include "yinxin/service/step_up.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

class SecondFactorTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        settings_.public_url = "https://yinxin.example";
        account_ = make_account();
    }
    Result<LoggedIn> log_in_by_password() {
        return run(log_in(services(), "zhang.yan", Secret(good_password), origin()));
    }
    LoggedIn log_in_by_code() {
        const auto ticket = run(request_login_code(services(), "13800001234", origin()));
        EXPECT_TRUE(ticket) << ticket.error().describe();
        const auto in = run(log_in_with_code(services(), ticket->token, last_code(), origin()));
        EXPECT_TRUE(in) << in.error().describe();
        return *in;
    }
    SessionFacts facts_of(const LoggedIn& in) {
        const auto facts = run(find_session(services(), in.token));
        EXPECT_TRUE(facts) << facts.error().describe();
        return *facts;
    }
    /// An app is set up by somebody who has just logged in by code. @return the recovery codes
    std::vector<std::string> set_up(const LoggedIn& in) {
        const auto codes = run(
            add_authenticator(services(), facts_of(in), in.token, secret_, code_at(clock_.now())));
        EXPECT_TRUE(codes) << codes.error().describe();
        return codes ? *codes : std::vector<std::string>();
    }
    std::string code_at(Instant at) const {
        return crypto::totp_code(secret_, crypto::totp_step(at));
    }
    Result<LoggedIn> finish(const LoggedIn& half, const std::string& code) {
        return run(finish_second_login(services(), half.token, {code, std::nullopt, {}}, origin()));
    }
    ErrorCode error_of(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    std::int64_t sent(const std::string& name) {
        return std::ranges::count_if(
            messages(), [&](const DemoMessage& one) { return one.message.name == name; });
    }

    AccountId account_;
    Secret secret_ = crypto::make_totp_secret();
};

TEST_F(SecondFactorTest, is_set_up_by_who_has_confirmed_and_gives_ten_codes_once) {
    const LoggedIn by_password = *log_in_by_password();
    EXPECT_EQ(
        error_of(run(add_authenticator(
            services(), facts_of(by_password), by_password.token, secret_, code_at(clock_.now())))),
        ErrorCode::confirmation_required);
    const LoggedIn in = log_in_by_code();
    EXPECT_EQ(
        error_of(run(add_authenticator(services(), facts_of(in), in.token, secret_, "000000x"))),
        ErrorCode::second_factor_wrong);
    const auto codes = set_up(in);
    EXPECT_EQ(codes.size(), 10U);
    const auto factor = run(load_second_factor(services(), account_));
    ASSERT_TRUE(factor);
    EXPECT_TRUE(factor->is_on());
    EXPECT_EQ(factor->recovery_codes_left, 10);
    EXPECT_EQ(sent("second_added"), 1);
    EXPECT_FALSE(run(find_session(services(), by_password.token))) << "other sessions end";
    EXPECT_TRUE(run(find_session(services(), in.token)));
    EXPECT_EQ(audit_count(domain::EventKind::second_factor_added), 1);
}

TEST_F(SecondFactorTest, neither_the_secret_nor_a_code_stands_in_the_database) {
    const auto codes = set_up(log_in_by_code());
    static constexpr storage::Statement secrets{"test.secrets",
                                                "SELECT secret_sealed FROM account_totp"};
    for (const Bytes& kept : rows<Bytes>(secrets)) {
        EXPECT_EQ(as_text(kept).find(secret_.expose()), std::string_view::npos);
    }
    static constexpr storage::Statement hashes{"test.hashes",
                                               "SELECT code_hash FROM account_recovery_code"};
    EXPECT_EQ(rows<Bytes>(hashes).size(), 10U);
    for (const Bytes& kept : rows<Bytes>(hashes)) {
        EXPECT_EQ(kept.size(), 32U);
    }
}

TEST_F(SecondFactorTest, is_asked_after_a_password_and_after_a_code) {
    set_up(log_in_by_code());
    clock_.pass(std::chrono::minutes(1));
    const auto half = log_in_by_password();
    ASSERT_TRUE(half);
    EXPECT_TRUE(half->needs_second);
    EXPECT_FALSE(run(find_session(services(), half->token))) << "a ticket opens nothing";
    const auto asked = run(find_second_login(services(), half->token));
    ASSERT_TRUE(asked);
    EXPECT_TRUE(asked->has_totp);
    const auto in = finish(*half, code_at(clock_.now()));
    ASSERT_TRUE(in) << in.error().describe();
    EXPECT_FALSE(in->needs_second);
    EXPECT_TRUE(is_confirmed(facts_of(*in), clock_.now()));
    EXPECT_EQ(error_of(finish(*half, code_at(clock_.now()))), ErrorCode::code_expired);

    clock_.pass(std::chrono::minutes(2));
    EXPECT_TRUE(log_in_by_code().needs_second);
}

TEST_F(SecondFactorTest, a_code_works_once_and_one_step_to_either_side) {
    set_up(log_in_by_code());
    const auto half = log_in_by_password();
    ASSERT_TRUE(half);
    EXPECT_EQ(error_of(finish(*half, code_at(clock_.now()))), ErrorCode::second_factor_wrong)
        << "it confirmed the app";
    EXPECT_EQ(error_of(finish(*half, code_at(clock_.now() + 2 * crypto::totp_step_length))),
              ErrorCode::second_factor_wrong);
    EXPECT_TRUE(finish(*half, code_at(clock_.now() + crypto::totp_step_length)));
}

TEST_F(SecondFactorTest, a_recovery_code_works_once_in_any_spelling) {
    const auto codes = set_up(log_in_by_code());
    std::string spelled = codes.front();
    std::erase(spelled, '-');
    std::ranges::transform(spelled, spelled.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    ASSERT_TRUE(finish(*log_in_by_password(), spelled));
    EXPECT_EQ(error_of(finish(*log_in_by_password(), codes.front())),
              ErrorCode::second_factor_wrong);
    EXPECT_EQ(run(load_second_factor(services(), account_))->recovery_codes_left, 9);
    EXPECT_EQ(audit_count(domain::EventKind::recovery_code_used), 1);
}

TEST_F(SecondFactorTest, new_recovery_codes_void_the_old_ones) {
    const LoggedIn in = log_in_by_code();
    const auto old = set_up(in);
    const auto fresh = run(remake_recovery_codes(services(), facts_of(in)));
    ASSERT_TRUE(fresh);
    EXPECT_EQ(fresh->size(), 10U);
    EXPECT_EQ(error_of(finish(*log_in_by_password(), old.front())), ErrorCode::second_factor_wrong);
    EXPECT_TRUE(finish(*log_in_by_password(), fresh->front()));
}

TEST_F(SecondFactorTest, guessing_is_delayed_and_nobody_is_shut_out_for_good) {
    set_up(log_in_by_code());
    clock_.pass(std::chrono::minutes(1));
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(error_of(finish(*log_in_by_password(), "999999x")),
                  ErrorCode::second_factor_wrong);
    }
    const auto refused = finish(*log_in_by_password(), code_at(clock_.now()));
    EXPECT_EQ(error_of(refused), ErrorCode::too_many_requests);
    // The next civil day begins with an empty count.
    clock_.pass(std::chrono::hours(24));
    EXPECT_TRUE(finish(*log_in_by_password(), code_at(clock_.now())));
}

TEST_F(SecondFactorTest, a_login_waits_ten_minutes_for_it) {
    set_up(log_in_by_code());
    const auto half = log_in_by_password();
    clock_.pass(second_login_lasts);
    EXPECT_EQ(error_of(finish(*half, code_at(clock_.now()))), ErrorCode::code_expired);
}

TEST_F(SecondFactorTest, with_the_last_factor_its_codes_go) {
    const LoggedIn in = log_in_by_code();
    set_up(in);
    ASSERT_TRUE(run(remove_authenticator(services(), facts_of(in))));
    const auto factor = run(load_second_factor(services(), account_));
    EXPECT_FALSE(factor->is_on());
    EXPECT_EQ(factor->recovery_codes_left, 0);
    EXPECT_EQ(sent("second_removed"), 1);
    EXPECT_FALSE(log_in_by_password()->needs_second);
}

TEST_F(SecondFactorTest, the_office_takes_all_of_it_away_with_notice) {
    set_up(log_in_by_code());
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return remove_second_factor(transaction, services(), account_, "office", clock_.now());
    }));
    EXPECT_EQ(sent("second_removed"), 1);
    EXPECT_FALSE(log_in_by_password()->needs_second);
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return remove_second_factor(transaction, services(), account_, "office", clock_.now());
    }));
    EXPECT_EQ(sent("second_removed"), 1) << "where there is none nobody is told";
}

class AccountPasskeysTest : public SecondFactorTest {
  protected:
    PasskeyAsk ask(const Secret& bound_to, PasskeyUse use) {
        const auto asked = run(ask_account_passkey(services(), account_, bound_to, use));
        EXPECT_TRUE(asked && *asked);
        return **asked;
    }
    Result<std::vector<std::string>> add(const LoggedIn& in, const SoftAuthenticator& device) {
        return run(add_account_passkey(
            services(),
            facts_of(in),
            in.token,
            device.create(ask(in.token, PasskeyUse::registration), "我的手机")));
    }
};

TEST_F(AccountPasskeysTest, a_passkey_ends_a_login_and_its_answer_works_once) {
    SoftAuthenticator device(1);
    const auto codes = add(log_in_by_code(), device);
    ASSERT_TRUE(codes) << codes.error().describe();
    EXPECT_EQ(codes->size(), 10U);
    const auto half = log_in_by_password();
    ASSERT_TRUE(half->needs_second);
    const auto asked = run(find_second_login(services(), half->token));
    ASSERT_TRUE(asked && asked->passkey);
    device.counter = 1;
    ShownFactor shown;
    shown.passkey = device.get(*asked->passkey);
    ASSERT_TRUE(run(finish_second_login(services(), half->token, shown, origin())));
    const auto again = log_in_by_password();
    EXPECT_EQ(error_of(run(finish_second_login(services(), again->token, shown, origin()))),
              ErrorCode::passkey_refused);
}

TEST_F(AccountPasskeysTest, there_are_five_and_each_is_known_once) {
    const LoggedIn in = log_in_by_code();
    for (std::uint8_t i = 1; i <= 5; ++i) {
        const SoftAuthenticator device(i);
        const auto codes = add(in, device);
        ASSERT_TRUE(codes) << codes.error().describe();
        EXPECT_EQ(codes->size(), i == 1 ? 10U : 0U);
    }
    const SoftAuthenticator sixth(6);
    EXPECT_EQ(error_of(add(in, sixth)), ErrorCode::conflict);
    ASSERT_TRUE(run(remove_account_passkey(services(), facts_of(in), 3)));
    const SoftAuthenticator known(1);
    EXPECT_EQ(error_of(add(in, known)), ErrorCode::conflict);
    EXPECT_TRUE(add(in, sixth));
}

TEST_F(AccountPasskeysTest, is_renamed_by_its_owner_alone) {
    const LoggedIn in = log_in_by_code();
    const SoftAuthenticator device(1);
    ASSERT_TRUE(add(in, device));
    ASSERT_TRUE(run(rename_account_passkey(services(), account_, 1, "办公电脑")));
    EXPECT_EQ(run(load_second_factor(services(), account_))->passkeys.front().label, "办公电脑");
    EXPECT_EQ(error_of(run(rename_account_passkey(services(), account_, 1, " "))),
              ErrorCode::invalid_input);
    const AccountId other = make_account(
        "li.yan", person_name("李演"), resident("19900308", 124), mobile("13800005678"));
    EXPECT_EQ(error_of(run(rename_account_passkey(services(), other, 1, "x"))),
              ErrorCode::not_found);
}

TEST_F(AccountPasskeysTest, confirms_where_there_is_one_and_no_code_is_sent_then) {
    const LoggedIn in = log_in_by_code();
    SoftAuthenticator device(1);
    ASSERT_TRUE(add(in, device));
    EXPECT_EQ(run(find_step_up(services(), account_))->way, StepUpWay::second_factor);
    EXPECT_EQ(error_of(run(request_step_up_code(services(), account_, origin()))),
              ErrorCode::forbidden);
    clock_.pass(confirmation_lasts);
    EXPECT_FALSE(is_confirmed(facts_of(in), clock_.now()));
    device.counter = 1;
    ShownFactor shown;
    shown.passkey = device.get(ask(in.token, PasskeyUse::assertion));
    shown.bound_to = in.token;
    ASSERT_TRUE(run(confirm_by_factor(services(), account_, in.token, shown)));
    EXPECT_TRUE(is_confirmed(facts_of(in), clock_.now()));
}

}  // namespace
}  // namespace yinxin::service
