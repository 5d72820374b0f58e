// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/provider_links.hpp"

#include "provider_world.hpp"

#include "yinxin/service/accounts.hpp"

namespace yinxin::service {
namespace {

using domain::EventKind;

class ProviderLinksTest : public ProviderWorld {};

TEST_F(ProviderLinksTest, a_person_with_an_account_here_is_sent_to_it_and_not_let_into_it) {
    const domain::IdNumber number = resident("19900307", 123);
    const HolderId holder = make_person(person_name("张演"), number, mobile("13900001234"));
    make_certificate(holder, "20230001", "released");
    const AccountId own = make_account();
    bind(own, holder, storage::BindingProof::management_number);
    const auto arrival = log_in_as("person-1", person("张演", number));
    EXPECT_EQ(refusal(arrival), ErrorCode::document_registered);
    EXPECT_EQ(arrival.error().params().at("mobile"), "138****1234");
    EXPECT_EQ(audit_count(EventKind::login_failed), 1);

    // After a login there it is linked by a word of its owner, and opens that account.
    const ProviderDeparture departure = begin(own);
    EXPECT_EQ(parameter(departure.url, "prompt"), "login");
    say(departure, "person-1", person("张演", number));
    const auto linking = come_back(departure);
    ASSERT_TRUE(linking) << linking.error().describe();
    ASSERT_TRUE(linking->ticket);
    const auto question = run(find_link(services(), own, *linking->ticket));
    ASSERT_TRUE(question);
    EXPECT_EQ(question->person, "张*");
    const AccountId stranger = make_verifier("stranger", mobile("13700001234"));
    EXPECT_FALSE(run(confirm_link(services(), stranger, *linking->ticket)));
    ASSERT_TRUE(run(confirm_link(services(), own, *linking->ticket)));
    EXPECT_FALSE(run(confirm_link(services(), own, *linking->ticket)));  // once
    const auto in = log_in_as("person-1", person("张演", number));
    ASSERT_TRUE(in) << in.error().describe();
    EXPECT_EQ(in->in->account, own);
    EXPECT_EQ(audit_count(EventKind::login_linked), 1);
    // Its mobile hears of the end of the link as it heard of its beginning.
    ASSERT_TRUE(run(unlink(services(), own, in->in->token, "exam")));
    EXPECT_EQ(messages().front().message.name, "login_unlinked");
    EXPECT_EQ(messages().front().mobile, "13800001234");
    EXPECT_FALSE(run(unlink(services(), own, in->in->token, "exam")));
    EXPECT_EQ(std::ranges::count(messages(),
                                 "login_unlinked",
                                 [](const DemoMessage& told) { return told.message.name; }),
              1)
        << "what was not there is not told";
}

TEST_F(ProviderLinksTest, another_persons_account_there_is_not_linked) {
    const AccountId own = make_account();
    const ProviderDeparture departure = begin(own);
    say(departure, "person-1", person("李试", resident("19880101", 5)));
    EXPECT_EQ(refusal(come_back(departure)), ErrorCode::provider_person_differs);
}

TEST_F(ProviderLinksTest, a_linked_account_there_opens_one_account_here) {
    ASSERT_TRUE(log_in_as("person-1"));
    const AccountId own = make_account();
    const ProviderDeparture departure = begin(own);
    say(departure, "person-1");
    EXPECT_EQ(refusal(come_back(departure)), ErrorCode::provider_login_taken);
}

TEST_F(ProviderLinksTest, the_only_way_in_is_not_taken_off) {
    const auto in = log_in_as("person-1");
    ASSERT_TRUE(in);
    const auto refused = run(unlink(services(), in->in->account, in->in->token, "exam"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::provider_login_last);
    // A fresh login at the provider is enough to set a first password.
    ASSERT_TRUE(run(
        change_password(services(), in->in->token, Secret(), Secret(std::string(good_password)))));
    const auto elsewhere = log_in_as("person-1");
    ASSERT_TRUE(elsewhere);
    ASSERT_TRUE(run(unlink(services(), in->in->account, in->in->token, "exam")));
    EXPECT_FALSE(is_open(elsewhere->in->token)) << "what the provider opened has ended";
    EXPECT_TRUE(is_open(in->in->token)) << "but not what one stands in";
    const auto again = log_in_as("person-1");
    ASSERT_TRUE(again);
    EXPECT_NE(again->in->account, in->in->account);
}

TEST_F(ProviderLinksTest, another_provider_is_a_way_in_while_it_is_offered) {
    const auto in = log_in_as("person-1");
    ASSERT_TRUE(in);
    const AccountId account = in->in->account;
    ASSERT_TRUE(write([&](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::link_subject(transaction,
                                       services().keys,
                                       {"https://gone.example.cn", "person-1"},
                                       account,
                                       clock_.now()));
        return ok();
    }));
    const auto refused = run(unlink(services(), account, in->in->token, "exam"));
    ASSERT_FALSE(refused) << "nobody comes in by one that was turned off";
    EXPECT_EQ(refused.error().code(), ErrorCode::provider_login_last);
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return storage::link_subject(
            transaction, services().keys, {second_issuer, "person-1"}, account, clock_.now());
    }));
    EXPECT_TRUE(run(unlink(services(), account, in->in->token, "exam")));
    const auto last = run(unlink(services(), account, in->in->token, "second"));
    ASSERT_FALSE(last);
    EXPECT_EQ(last.error().code(), ErrorCode::provider_login_last);
}

}  // namespace
}  // namespace yinxin::service
