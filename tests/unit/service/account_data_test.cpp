// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/account_data.hpp"

#include "account_world.hpp"
#include "support/small_house.hpp"

#include "yinxin/service/account_codes.hpp"
#include "yinxin/service/accounts.hpp"
#include "yinxin/storage/account_factors.hpp"

#include <boost/json.hpp>

namespace yinxin::service {
namespace {

using namespace std::chrono_literals;

class AccountDataTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
        token_ = start();
    }
    Secret start() {
        auto in = write([&](storage::Transaction& transaction) {
            return start_session(
                transaction, account_, LoginProof::password, origin(), clock_.now());
        });
        EXPECT_TRUE(in);
        return in->token;
    }
    std::string ticket() {
        EXPECT_TRUE(
            run(request_account_code(services(), account_, CodePurpose::account_data, origin())));
        auto made = run(open_account_data(services(), account_, token_, last_code()));
        EXPECT_TRUE(made) << made.error().describe();
        return *made;
    }
    Result<std::string> take(const Secret& token, const std::string& ticket) {
        return run(export_account_data(services(), {account_, {}}, token, ticket));
    }

    AccountId account_;
    Secret token_;
};

TEST_F(AccountDataTest, the_export_has_what_the_account_says_of_itself_in_full) {
    const auto text = take(token_, ticket());
    ASSERT_TRUE(text) << text.error().describe();
    const auto all = boost::json::parse(*text).as_object();
    EXPECT_EQ(all.at("version").as_int64(), account_data_version);
    const auto& account = all.at("account").as_object();
    EXPECT_EQ(account.at("login_name").as_string(), "zhang.yan");
    EXPECT_EQ(account.at("stated_person").as_object().at("document_number").as_string(),
              resident("19900307", 123).number);
    ASSERT_EQ(all.at("sessions").as_array().size(), 1U);
    EXPECT_EQ(all.at("sessions").as_array()[0].as_object().at("address").as_string(), "192.0.2.7");
    EXPECT_EQ(audit_count(domain::EventKind::account_data_viewed), 1);
    EXPECT_EQ(audit_count(domain::EventKind::account_data_exported), 1);
}

TEST_F(AccountDataTest, second_factor_and_devices_are_named_and_no_secret_is) {
    ASSERT_TRUE(run(log_in(services(), "zhang.yan", Secret(std::string(good_password)), origin())));
    const Instant now = clock_.now();
    ASSERT_TRUE(write([&](storage::Transaction& transaction) -> Result<void> {
        const storage::DataKeys& keys = services().keys;
        YX_CHECK(storage::put_account_totp(
            transaction, keys, account_, {Secret(std::string("twenty bytes of text")), 1, now}));
        storage::AccountPasskey passkey;
        passkey.credential_id = Bytes(16, 0x41);
        passkey.public_key = Bytes(32, 0x42);
        passkey.label = "演示手机";
        passkey.created_at = now;
        return storage::insert_account_passkey(transaction, keys, account_, passkey);
    }));
    const auto text = take(token_, ticket());
    ASSERT_TRUE(text) << text.error().describe();
    const auto all = boost::json::parse(*text).as_object();
    const auto& factor = all.at("second_factor").as_object();
    EXPECT_EQ(factor.at("authenticator_added_at").as_string(), format_civil(now));
    ASSERT_EQ(factor.at("passkeys").as_array().size(), 1U);
    const auto& passkey = factor.at("passkeys").as_array()[0].as_object();
    EXPECT_EQ(passkey.at("name").as_string(), "演示手机");
    EXPECT_EQ(passkey.at("added_at").as_string(), format_civil(now));
    EXPECT_EQ(passkey.size(), 3U) << "no id and no key";
    EXPECT_EQ(text->find("twenty bytes"), std::string::npos);
    ASSERT_EQ(all.at("devices").as_array().size(), 1U);
    EXPECT_EQ(all.at("devices").as_array()[0].as_object().at("last_seen_at").as_string(),
              format_civil(now));
}

TEST_F(AccountDataTest, without_the_right_code_there_is_no_ticket) {
    ASSERT_TRUE(
        run(request_account_code(services(), account_, CodePurpose::account_data, origin())));
    const auto refused =
        run(open_account_data(services(), account_, token_, other_than(last_code())));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::code_wrong);
    EXPECT_EQ(audit_count(domain::EventKind::account_data_viewed), 0);
}

TEST_F(AccountDataTest, a_ticket_is_of_one_session_and_ten_minutes) {
    const std::string made = ticket();
    EXPECT_EQ(take(start(), made).error().code(), ErrorCode::code_expired);
    EXPECT_EQ(take(token_, made + "0").error().code(), ErrorCode::code_expired);
    EXPECT_EQ(take(token_, "").error().code(), ErrorCode::code_expired);
    // Later by its own words: the MAC says otherwise.
    EXPECT_EQ(take(token_, "9" + made).error().code(), ErrorCode::code_expired);
    clock_.pass(data_ticket_life - 1s);
    EXPECT_TRUE(take(token_, made));
    clock_.pass(1s);
    EXPECT_EQ(take(token_, made).error().code(), ErrorCode::code_expired);
}

documents::Letter letter_of(const AccountData& data) {
    documents::Letter letter;
    letter.title = "我的数据";
    letter.headline = data.account.login_name;
    letter.made_at = format_civil(data.at);
    letter.paging = documents::LetterPaging{3, "{page}/{pages}", "略"};
    letter.parts = {{"清单", std::vector<documents::LetterLine>(60, {"标签", "值"})}};
    return letter;
}

TEST_F(AccountDataTest, the_letter_has_several_pages_and_the_receipts_seal) {
    test::ScratchHouse house;  // opens at ten; its certificates are not older
    clock_.pass(2h);
    services().letters = house->seals().letters.get();
    const auto file =
        run(export_account_letter(services(), {account_, {}}, token_, ticket(), letter_of));
    ASSERT_TRUE(file) << file.error().describe();
    const std::string text(file->begin(), file->end());
    EXPECT_TRUE(text.starts_with("%PDF-"));
    EXPECT_NE(text.find("/Type/Pages/Count 2"), std::string::npos);
    EXPECT_NE(text.find("/ByteRange[0 "), std::string::npos);
    EXPECT_EQ(audit_count(domain::EventKind::account_data_exported), 1);
}

TEST_F(AccountDataTest, without_a_receipts_key_or_a_ticket_there_is_no_letter) {
    const std::string made = ticket();
    const auto take_letter = [&](const std::string& shown) {
        return run(export_account_letter(services(), {account_, {}}, token_, shown, letter_of));
    };
    EXPECT_EQ(take_letter("1.0").error().code(), ErrorCode::code_expired);
    EXPECT_EQ(take_letter(made).error().code(), ErrorCode::unavailable);
    EXPECT_EQ(audit_count(domain::EventKind::account_data_exported), 0);
}

TEST(AccountDataOfAHolder, lists_certificates_copies_and_who_has_seen_them) {
    test::ScratchHouse house;
    const test::Held held = house->add_holder();
    house->endorse(held);
    const AccountId other = house->add_person("李演示").account;
    const Instant now = house->clock.now();
    test::sure(house->store().write_now([&](storage::Transaction& transaction) -> Result<void> {
        storage::NewCheck check;
        check.holder = held.holder;
        check.line = held.line;
        check.door = storage::Door::query;
        check.checker = {storage::CheckerKind::account, other.str(), "ho***", "演示用途", {}};
        check.outcome = "VALID";
        check.at = now;
        YX_CHECK(storage::insert_check(transaction, house->keys(), check));
        storage::PersonLook look;
        look.at = now;
        look.staff = domain::StaffId{7};
        look.reason = "演示事由";
        YX_CHECK(storage::insert_person_look(transaction, house->keys(), held.holder, look));
        return ok();
    }));
    const AccountData data = test::sure(
        house->run(load_account_data(house->services(), held.actor, Secret(std::string("none")))));
    ASSERT_EQ(data.persons.size(), 1U);
    ASSERT_EQ(data.certificates.size(), 1U);
    EXPECT_EQ(data.certificates[0].copies.size(), 1U);
    EXPECT_FALSE(data.is_cut);
    const auto all = boost::json::parse(account_data_json(data)).as_object();
    const auto& person = all.at("persons").as_array()[0].as_object();
    EXPECT_EQ(person.at("checks").as_array()[0].as_object().at("purpose").as_string(), "演示用途");
    EXPECT_EQ(person.at("seen_by_office").as_array()[0].as_object().at("reason").as_string(),
              "演示事由");
    const auto& certificate = all.at("certificates").as_array()[0].as_object();
    EXPECT_EQ(certificate.at("endorsements").as_array().size(), 1U);
    EXPECT_EQ(certificate.at("copies").as_array().size(), 1U);
    // Another account has nothing of it.
    const AccountData others = test::sure(
        house->run(load_account_data(house->services(), {other, {}}, Secret(std::string("none")))));
    EXPECT_TRUE(others.certificates.empty());
}

}  // namespace
}  // namespace yinxin::service
