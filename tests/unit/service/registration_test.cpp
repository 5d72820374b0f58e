// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/registration.hpp"

#include "account_world.hpp"

#include "yinxin/service/accounts.hpp"

namespace yinxin::service {
namespace {

class RegistrationTest : public AccountWorld {
  protected:
    static Registration form() {
        Registration form;
        form.person.emplace();
        form.person->id_number = resident("19900307", 123).number;
        form.person->name = "张演";
        form.mobile = "13800001234";
        form.login_name = "Zhang.Yan";
        form.password = Secret(std::string(good_password));
        return form;
    }
    Result<CodeTicket> begin(const Registration& form) {
        return run(begin_registration(services(), form, origin()));
    }
    Result<Registered> confirm(const CodeTicket& ticket, const std::string& code) {
        return run(confirm_registration(services(), ticket.token, code, origin()));
    }
    std::int64_t account_count() {
        static constexpr storage::Statement count{"test.count",
                                                  "SELECT COUNT(account_id) FROM account"};
        return rows<std::int64_t>(count).front();
    }
};

TEST_F(RegistrationTest, a_confirmed_mobile_makes_the_account_and_logs_in) {
    const auto ticket = begin(form());
    ASSERT_TRUE(ticket) << ticket.error().describe();
    EXPECT_EQ(account_count(), 0);
    const std::string code = last_code();
    EXPECT_EQ(messages().front().message.name, "register");
    const auto in = confirm(*ticket, code);
    ASSERT_TRUE(in) << in.error().describe();
    EXPECT_TRUE(in->has_stated_person);
    EXPECT_TRUE(run(find_session(services(), in->in.token)));
    EXPECT_TRUE(run(log_in(services(), "zhang.yan", Secret(std::string(good_password)), origin())));
    EXPECT_EQ(audit_count(domain::EventKind::account_registered), 1);
    EXPECT_FALSE(confirm(*ticket, code));
    EXPECT_EQ(account_count(), 1);
}

TEST_F(RegistrationTest, who_only_checks_needs_no_more_than_a_mobile) {
    Registration only = form();
    only.person.reset();
    const auto ticket = begin(only);
    ASSERT_TRUE(ticket) << ticket.error().describe();
    const auto in = confirm(*ticket, last_code());
    ASSERT_TRUE(in) << in.error().describe();
    EXPECT_FALSE(in->has_stated_person);
    const auto facts = run(find_session(services(), in->in.token));
    ASSERT_TRUE(facts) << facts.error().describe();
    EXPECT_TRUE(facts->only_checks());
    const Secret password{std::string(good_password)};
    EXPECT_TRUE(run(log_in(services(), "zhang.yan", password, origin())));
    EXPECT_TRUE(run(change_password(
        services(), in->in.token, password, Secret("quartz lantern drifts slowly"))));
    static constexpr storage::Statement stated{
        "test.stated", "SELECT COUNT(account_id) FROM account WHERE number_index IS NOT NULL"};
    EXPECT_EQ(rows<std::int64_t>(stated).front(), 0);
}

TEST_F(RegistrationTest, a_wrong_code_makes_nothing) {
    const auto ticket = begin(form());
    ASSERT_TRUE(ticket);
    const auto in = confirm(*ticket, other_than(last_code()));
    ASSERT_FALSE(in);
    EXPECT_EQ(in.error().code(), ErrorCode::code_wrong);
    EXPECT_EQ(account_count(), 0);
}

TEST_F(RegistrationTest, every_wrong_field_is_named_in_the_order_of_the_form) {
    Registration wrong;
    wrong.person.emplace();
    wrong.person->id_number = "110105199003071239999";
    wrong.person->name = "7";
    wrong.mobile = "12";
    wrong.login_name = "1ab";
    wrong.password = Secret(std::string("short"));
    std::vector<std::string> fields;
    for (const FieldProblem& problem : check_registration(wrong)) {
        fields.push_back(problem.field);
        EXPECT_EQ(problem.error.params().at("field"), problem.field);
    }
    EXPECT_EQ(fields,
              (std::vector<std::string>{"id_number", "name", "mobile", "login_name", "password"}));
    EXPECT_TRUE(check_registration(form()).empty());
    EXPECT_FALSE(begin(wrong));
    EXPECT_TRUE(messages().empty());
}

TEST_F(RegistrationTest, a_taken_login_name_is_told_at_once_whatever_its_case) {
    make_account("zhang.yan");
    const auto ticket = begin(form());
    ASSERT_FALSE(ticket);
    EXPECT_EQ(ticket.error().code(), ErrorCode::login_name_taken);
    EXPECT_TRUE(messages().empty());
}

TEST_F(RegistrationTest, trying_which_names_are_taken_is_counted_like_any_other_try) {
    make_account("zhang.yan");
    for (int i = 0; i < codes_per_address_hour; ++i) {
        EXPECT_EQ(begin(form()).error().code(), ErrorCode::login_name_taken) << i;
    }
    const auto refused = begin(form());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::too_many_requests);
}

TEST_F(RegistrationTest, of_two_who_want_one_login_name_the_second_to_confirm_hears_so) {
    const auto first = begin(form());
    const std::string first_code = last_code();
    Registration other = form();
    other.mobile = "13900005678";
    const auto second = begin(other);
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    ASSERT_TRUE(confirm(*second, last_code()));
    const auto late = confirm(*first, first_code);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), ErrorCode::login_name_taken);
    EXPECT_EQ(account_count(), 1);
}

TEST_F(RegistrationTest, whether_a_number_is_known_shows_only_after_the_mobile_was_proved) {
    const AccountId account = make_account("earlier.account");
    const HolderId holder =
        make_person(person_name("张演"), resident("19900307", 123), mobile("13800001234"));
    bind(account, holder);
    Registration again = form();
    again.mobile = "13900005678";
    const auto ticket = begin(again);
    ASSERT_TRUE(ticket) << ticket.error().describe();
    const auto in = confirm(*ticket, last_code());
    ASSERT_FALSE(in);
    EXPECT_EQ(in.error().code(), ErrorCode::document_registered);
    EXPECT_EQ(in.error().params().at("mobile"), "138****1234");
    EXPECT_EQ(account_count(), 1);
}

TEST_F(RegistrationTest, a_mere_claim_on_a_number_blocks_nobody) {
    make_account("squatter");
    const auto ticket = begin(form());
    ASSERT_TRUE(ticket);
    EXPECT_TRUE(confirm(*ticket, last_code()));
    EXPECT_EQ(account_count(), 2);
}

TEST_F(RegistrationTest, a_login_code_does_not_confirm_a_registration) {
    make_account("somebody");
    const auto login = run(request_login_code(services(), "13800001234", origin()));
    ASSERT_TRUE(login);
    const auto in = confirm(*login, last_code());
    ASSERT_FALSE(in);
    EXPECT_EQ(in.error().code(), ErrorCode::code_expired);
}

TEST_F(RegistrationTest, a_login_name_is_never_a_number) {
    EXPECT_TRUE(parse_login_name("li_4.x-y"));
    for (const char* name : {"",
                             "abc",
                             "13800001234",
                             "110105199003071233",
                             "a b c d",
                             "张演张演",
                             "_name",
                             "name@mail",
                             "a23456789012345678901234567890123"}) {
        EXPECT_FALSE(parse_login_name(name)) << name;
    }
}

}  // namespace
}  // namespace yinxin::service
