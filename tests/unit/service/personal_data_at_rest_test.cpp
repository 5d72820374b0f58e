// SPDX-License-Identifier: Apache-2.0
#include "account_world.hpp"

#include "yinxin/service/accounts.hpp"
#include "yinxin/service/bindings.hpp"
#include "yinxin/service/registration.hpp"

namespace yinxin::service {
namespace {

class PersonalDataAtRestTest : public AccountWorld {};

TEST_F(PersonalDataAtRestTest, the_database_holds_no_number_mobile_name_password_or_code) {
    const domain::IdNumber number = resident("19771018", 446);
    const HolderId holder = make_person(person_name("欧阳慕演"), number, mobile("13512349876"));
    make_certificate(holder, "2023060011000009", "released");

    Registration form;
    form.person = TypedPerson{number.type, number.number, "欧阳慕演"};
    form.mobile = "18600007531";
    form.login_name = "canary";
    form.password = Secret(std::string(good_password));
    const auto ticket = run(begin_registration(services(), form, origin()));
    ASSERT_TRUE(ticket) << ticket.error().describe();
    const auto in = run(confirm_registration(services(), ticket->token, last_code(), origin()));
    ASSERT_TRUE(in) << in.error().describe();
    const BindingClaim claim{"2023060011000009", ""};
    ASSERT_TRUE(run(begin_binding(services(), in->in.account, claim, origin())));
    const std::string code = last_code();
    ASSERT_TRUE(run(confirm_binding(services(), in->in.account, code)));
    EXPECT_FALSE(run(log_in(services(), "canary", Secret(std::string("wrong")), origin())));

    const std::string stored = test::stored_bytes(directory());
    ASSERT_GT(stored.size(), 10'000U);
    EXPECT_NE(stored.find("canary"), std::string::npos);  // the search can find something
    for (const std::string& secret : {number.number,
                                      number.number.substr(0, 17),
                                      std::string("19771018"),
                                      std::string("欧阳慕演"),
                                      std::string("慕演"),
                                      std::string("13512349876"),
                                      std::string("18600007531"),
                                      std::string(good_password),
                                      in->in.token.expose(),
                                      ticket->token.expose()}) {
        EXPECT_EQ(stored.find(secret), std::string::npos) << secret;
    }
    EXPECT_EQ(stored.find("\"code\""), std::string::npos);
}

TEST_F(PersonalDataAtRestTest, a_sealed_value_does_not_open_in_another_persons_row) {
    const AccountId a = make_account("account.a");
    const AccountId b = make_account("account.b");
    static constexpr storage::Statement swap{
        "test.swap",
        "UPDATE account SET name_sealed = (SELECT name_sealed FROM account WHERE account_id = $2) "
        "WHERE account_id = $1"};
    ASSERT_TRUE(write([&](storage::Transaction& t) { return t.execute(swap, a, b); }));
    const auto row = write([&](storage::Transaction& t) { return storage::find_account(t, a); });
    ASSERT_TRUE(row);
    EXPECT_FALSE(storage::open_identity(services().keys, *row));
}

TEST_F(PersonalDataAtRestTest, a_person_without_one_current_name_is_refused) {
    storage::NewPerson person;
    person.documents = {{resident("19900307", 1), storage::FactState::current, clock_.now()}};
    const auto made = write([&](storage::Transaction& t) {
        return storage::insert_person(t, services().keys, person);
    });
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code(), ErrorCode::invalid_input);
}

}  // namespace
}  // namespace yinxin::service
