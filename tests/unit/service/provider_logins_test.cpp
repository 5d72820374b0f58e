// SPDX-License-Identifier: Apache-2.0
#include "provider_world.hpp"

#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/service/bindings.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;

class ProviderLoginsTest : public ProviderWorld {};

TEST_F(ProviderLoginsTest, the_way_out_carries_pkce_state_and_nonce_and_keeps_none_of_them) {
    const ProviderDeparture departure = begin();
    EXPECT_TRUE(departure.url.starts_with(issuer + "/auth?response_type=code&client_id=yinxin&"));
    EXPECT_EQ(parameter(departure.url, "code_challenge_method"), "S256");
    EXPECT_EQ(parameter(departure.url, "redirect_uri"),
              "https%3A%2F%2Fverify.example.cn%2Flogin%2Fexam%2Fcallback");
    EXPECT_EQ(parameter(departure.url, "state").size(), 43U);
    say(departure, "person-1");
    ASSERT_TRUE(come_back(departure));
    const std::string verifier = parameter(last_form_, "code_verifier");
    EXPECT_EQ(to_base64url(crypto::sha256(as_bytes(verifier))),
              parameter(departure.url, "code_challenge"));
    // RFC 6749, 2.3.1: "s/cret" is encoded before it is joined.
    EXPECT_EQ(last_authorization_, "Basic " + to_base64(as_bytes("yinxin:s%2Fcret")));
}

TEST_F(ProviderLoginsTest, the_first_login_makes_an_account_and_the_next_one_opens_it) {
    const auto first = log_in_as("person-1");
    ASSERT_TRUE(first) << first.error().describe();
    const auto facts = run(find_session(services(), first->in->token));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->proof, LoginProof::provider);
    EXPECT_TRUE(facts->account_name.starts_with("exam-"));
    const auto second = log_in_as("person-1");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->in->account, first->in->account);
    const auto another = log_in_as("person-2");
    ASSERT_TRUE(another);
    EXPECT_NE(another->in->account, first->in->account);
    EXPECT_EQ(audit_count(EventKind::account_registered), 2);
    // It has no password, and none opens it.
    const auto typed =
        run(log_in(services(), facts->account_name, Secret(std::string("!")), origin()));
    EXPECT_FALSE(typed);
}

TEST_F(ProviderLoginsTest, a_verified_person_is_bound_at_once_and_told) {
    const domain::IdNumber number = resident("19900307", 123);
    const HolderId holder = make_person(person_name("张演"), number, mobile("13900001234"));
    make_certificate(holder, "20230001", "released");
    const auto arrival = log_in_as("person-1", person("张演", number));
    ASSERT_TRUE(arrival) << arrival.error().describe();
    const auto state = run(binding_state(services(), arrival->in->account));
    ASSERT_TRUE(state);
    EXPECT_EQ(state->holders, std::vector<HolderId>{holder});
    EXPECT_EQ(audit_count(EventKind::person_bound), 1);
    ASSERT_FALSE(messages().empty());
    EXPECT_EQ(messages().front().message.name, "bound");
    // Once is enough.
    ASSERT_TRUE(log_in_as("person-1", person("张演", number)));
    EXPECT_EQ(audit_count(EventKind::person_bound), 1);
}

TEST_F(ProviderLoginsTest, a_person_the_provider_did_not_verify_is_bound_to_nobody) {
    const domain::IdNumber number = resident("19900307", 123);
    const HolderId holder = make_person(person_name("张演"), number, mobile("13900001234"));
    make_certificate(holder, "20230001", "released");
    const auto arrival = log_in_as(
        "person-1", R"(,"verified":false,"name":"张演","id_number":")" + number.number + "\"");
    ASSERT_TRUE(arrival);
    const auto state = run(binding_state(services(), arrival->in->account));
    ASSERT_TRUE(state);
    EXPECT_EQ(state->stage, BindingStage::not_stated);
    // Another name under the same number is another person.
    ASSERT_TRUE(log_in_as("person-2", person("李试", number)));
    EXPECT_EQ(audit_count(EventKind::person_bound), 0);
}

TEST_F(ProviderLoginsTest, a_closed_account_is_not_opened_and_one_that_is_closing_stays) {
    const auto in = log_in_as("person-1");
    ASSERT_TRUE(in);
    const AccountId account = in->in->account;
    const auto close = [&] {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return begin_closing(transaction, services(), account, clock_.now());
        }));
    };
    close();
    clock_.pass(Days(2));
    const auto back = log_in_as("person-1");
    ASSERT_TRUE(back);
    EXPECT_EQ(back->in->account, account);
    EXPECT_EQ(audit_count(domain::EventKind::account_closing_cancelled), 1);

    close();
    clock_.pass(Days(9));
    ASSERT_EQ(*write([&](storage::Transaction& transaction) {
        return close_due_accounts(transaction, clock_.now());
    }),
              1);
    const auto later = log_in_as("person-1");
    ASSERT_TRUE(later);
    EXPECT_NE(later->in->account, account) << "nothing leads to the closed one";
}

TEST_F(ProviderLoginsTest, an_answer_works_once_in_its_browser_and_in_its_time) {
    const ProviderDeparture departure = begin();
    say(departure, "person-1");
    ProviderReturn answer{parameter(departure.url, "state"), "code-1", "", ""};
    const auto from = [&](const Secret& browser) {
        return run(finish_provider_login(services(), "exam", answer, browser, origin()));
    };
    ASSERT_TRUE(from(departure.browser));
    EXPECT_EQ(refusal(from(departure.browser)), ErrorCode::provider_login_over);

    const ProviderDeparture second = begin();
    answer.state = parameter(second.url, "state");
    EXPECT_EQ(refusal(from(Secret(std::string("another browser's")))),
              ErrorCode::provider_login_over);
    // And whoever tried has used it up.
    EXPECT_EQ(refusal(from(second.browser)), ErrorCode::provider_login_over);

    const ProviderDeparture late = begin();
    say(late, "person-1");
    clock_.pass(std::chrono::minutes(10));
    EXPECT_EQ(refusal(come_back(late)), ErrorCode::provider_login_over);
    EXPECT_GE(
        *write([&](storage::Transaction& t) { return forget_provider_logins(t, clock_.now()); }),
        0);
}

TEST_F(ProviderLoginsTest, a_token_of_another_login_is_a_replay) {
    const ProviderDeparture first = begin();
    const ProviderDeparture second = begin();
    say(first, "person-1");
    EXPECT_EQ(refusal(come_back(second)), ErrorCode::provider_refused);
}

TEST_F(ProviderLoginsTest, an_issuer_in_the_answer_is_the_right_one_and_there_where_promised) {
    const auto with = [this](const std::string& named) {
        const ProviderDeparture departure = begin();
        say(departure, "person-1");
        return come_back(departure, {"", "code-1", "", named});
    };
    EXPECT_TRUE(with(issuer));
    EXPECT_TRUE(with(""));
    EXPECT_EQ(refusal(with("https://other.example.cn")), ErrorCode::provider_refused);
    more_of_discovery_ = R"(,"authorization_response_iss_parameter_supported":true)";
    clock_.pass(std::chrono::hours(1));
    EXPECT_EQ(refusal(with("")), ErrorCode::provider_refused);
    EXPECT_TRUE(with(issuer));
}

TEST_F(ProviderLoginsTest, what_the_provider_says_instead_of_a_code_is_told_apart) {
    const auto with = [this](const std::string& error) {
        return refusal(come_back(begin(), {"", "", error, ""}));
    };
    EXPECT_EQ(with("access_denied"), ErrorCode::provider_denied);
    EXPECT_EQ(with("temporarily_unavailable"), ErrorCode::provider_unavailable);
    EXPECT_EQ(with("invalid_request"), ErrorCode::provider_refused);
}

TEST_F(ProviderLoginsTest, a_provider_that_is_down_is_said_so_and_left_alone_for_seconds) {
    is_down_ = true;
    for (int i = 0; i < 3; ++i) {
        const auto departure =
            run(begin_provider_login(services(), "exam", std::nullopt, Secret(), origin()));
        ASSERT_FALSE(departure);
        EXPECT_EQ(departure.error().code(), ErrorCode::provider_unavailable);
    }
    EXPECT_EQ(asked_[issuer + "/.well-known/openid-configuration"], 1);
    is_down_ = false;
    clock_.pass(std::chrono::seconds(5));
    (void)begin();
}

TEST_F(ProviderLoginsTest,
       rotated_keys_are_fetched_once_and_an_invented_name_does_not_make_us_ask) {
    ASSERT_TRUE(log_in_as("person-1"));
    EXPECT_EQ(asked_[issuer + "/keys"], 1);
    key_ = std::make_unique<ProviderKey>("k2", ProviderKey::Kind::rsa);
    EXPECT_TRUE(log_in_as("person-1"));
    EXPECT_EQ(asked_[issuer + "/keys"], 2);
    key_ = std::make_unique<ProviderKey>("k3", ProviderKey::Kind::p256);
    EXPECT_EQ(refusal(log_in_as("person-1")), ErrorCode::provider_refused);  // asked just now
    EXPECT_EQ(asked_[issuer + "/keys"], 2);
    clock_.pass(std::chrono::minutes(1));
    EXPECT_TRUE(log_in_as("person-1"));
    EXPECT_EQ(asked_[issuer + "/keys"], 3);
}

TEST_F(ProviderLoginsTest, a_mobile_is_taken_where_it_was_verified) {
    const auto mobiles = [this](const Result<ProviderArrival>& in) {
        EXPECT_TRUE(in) << in.error().describe();
        static constexpr storage::Statement masked{
            "test.mobile", "SELECT mobile_masked FROM account WHERE account_id = $1"};
        return rows<std::string>(masked, in->in->account).front();
    };
    EXPECT_EQ(mobiles(log_in_as("a", R"(,"phone_number":"+8613800001234")")), "");
    EXPECT_EQ(
        mobiles(log_in_as("b", R"(,"phone_number":"+8613800001234","phone_number_verified":true)")),
        "138****1234");
}

TEST_F(ProviderLoginsTest, the_provider_ends_the_session_it_names_once_a_token) {
    const auto in = log_in_as("person-1");
    ASSERT_TRUE(in);
    const auto ended = log_out_there("t1", R"("sid":"s1","sub":"person-1")");
    ASSERT_TRUE(ended) << ended.error().describe();
    EXPECT_EQ(*ended, 1);
    EXPECT_FALSE(is_open(in->in->token));
    const auto again = log_in_as("person-1");
    ASSERT_TRUE(again);
    EXPECT_FALSE(log_out_there("t1", R"("sid":"s1","sub":"person-1")"));
    EXPECT_TRUE(is_open(again->in->token));
}

TEST_F(ProviderLoginsTest, by_subject_all_sessions_of_the_provider_end_and_no_other) {
    const auto first = log_in_as("person-1");
    const auto second = log_in_as("person-1");
    const auto other = log_in_as("person-2");
    ASSERT_TRUE(first && second && other);
    const auto renewed = run(renew_session(services(), second->in->token));
    ASSERT_TRUE(renewed);
    EXPECT_EQ(*log_out_there("t1", R"("sub":"person-1")"), 2);
    EXPECT_FALSE(is_open(first->in->token));
    EXPECT_FALSE(is_open(*renewed));
    EXPECT_TRUE(is_open(other->in->token));
}

}  // namespace
}  // namespace yinxin::service
