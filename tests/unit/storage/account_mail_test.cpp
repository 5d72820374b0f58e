// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/account_mail.hpp"

#include "support/scratch_directory.hpp"
#include "support/test_database.hpp"
#include "support/test_suite.hpp"

#include "yinxin/storage/installation.hpp"
#include "yinxin/storage/notifications.hpp"

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

using domain::Notification;

class AccountMailTest : public testing::Test {
  protected:
    void SetUp() override {
        store_ = test::new_store(directory_.path(), instant_of(0));
        ASSERT_TRUE(DataKeys::create(directory_.path(), test::suite()));
        ASSERT_TRUE(store_->write_now(
            [](Transaction& transaction) { return choose_suite(transaction, test::suite()); }));
        auto keys = DataKeys::load(directory_.path());
        ASSERT_TRUE(keys) << keys.error().describe();
        keys_ = std::make_unique<DataKeys>(std::move(*keys));
    }
    void put(AccountId account, const char* address) {
        ASSERT_TRUE(store_->write_now([&](Transaction& transaction) {
            return put_account_mail(transaction, *keys_, account, {address}, instant_of(7));
        }));
    }
    std::optional<AccountMail> find(AccountId account) {
        const auto found = store_->read_now(
            [&](Reader& reader) { return find_account_mail(reader, *keys_, account); });
        EXPECT_TRUE(found) << found.error().describe();
        return found ? *found : std::nullopt;
    }

    test::ScratchDirectory directory_;
    std::unique_ptr<Store> store_;
    std::unique_ptr<DataKeys> keys_;
};

TEST_F(AccountMailTest, is_one_for_an_account_and_sealed) {
    EXPECT_FALSE(find(AccountId{1}));
    put(AccountId{1}, "zhang.yan@example.com");
    put(AccountId{1}, "zhang.yan@example.net");
    const auto mail = find(AccountId{1});
    ASSERT_TRUE(mail);
    EXPECT_EQ(mail->address.text, "zhang.yan@example.net");
    EXPECT_EQ(mail->masked, "z***@example.net");
    EXPECT_EQ(mail->confirmed_at, instant_of(7));
    EXPECT_FALSE(find(AccountId{2}));
    static constexpr Statement sealed{"test.sealed", "SELECT address_sealed FROM account_mail"};
    const auto bytes = store_->read_now([](Reader& reader) { return reader.one<Bytes>(sealed); });
    ASSERT_TRUE(bytes);
    EXPECT_FALSE(as_text(*bytes).contains("zhang"));
}

TEST_F(AccountMailTest, a_row_moved_to_another_account_does_not_open) {
    put(AccountId{1}, "zhang.yan@example.com");
    static constexpr Statement move{"test.move", "UPDATE account_mail SET account_id = 2"};
    ASSERT_TRUE(
        store_->write_now([](Transaction& transaction) { return transaction.execute(move); }));
    EXPECT_FALSE(store_->read_now(
        [&](Reader& reader) { return find_account_mail(reader, *keys_, AccountId{2}); }));
}

TEST_F(AccountMailTest, is_taken_off_once) {
    put(AccountId{1}, "zhang.yan@example.com");
    const auto take_off = [&] {
        return store_->write_now([](Transaction& transaction) {
            return delete_account_mail(transaction, AccountId{1});
        });
    };
    EXPECT_TRUE(*take_off());
    EXPECT_FALSE(*take_off());
    EXPECT_FALSE(find(AccountId{1}));
}

TEST_F(AccountMailTest, who_wants_something_by_mail_alone_is_found) {
    ASSERT_TRUE(store_->write_now([](Transaction& transaction) -> Result<void> {
        const auto event = Notification::copy_verified;
        YX_CHECK(put_choice(transaction, AccountId{1}, {event, true, false}, instant_of(0)));
        YX_CHECK(put_choice(transaction, AccountId{2}, {event, false, true}, instant_of(0)));
        YX_CHECK(put_choice(transaction, AccountId{3}, {event, false, false}, instant_of(0)));
        return ok();
    }));
    const auto wanting = store_->read_now([](Reader& reader) {
        return list_wanting(reader, Notification::copy_verified, AccountId{0}, 10);
    });
    ASSERT_TRUE(wanting);
    EXPECT_EQ(*wanting, (std::vector<AccountId>{AccountId{1}, AccountId{2}}));
    const auto choices =
        store_->read_now([](Reader& reader) { return list_choices(reader, AccountId{2}); });
    ASSERT_TRUE(choices);
    EXPECT_FALSE(choice_of(*choices, Notification::copy_verified).by_sms);
    EXPECT_TRUE(choice_of(*choices, Notification::copy_verified).by_mail);
    EXPECT_TRUE(choice_of(*choices, Notification::copy_ready).by_sms) << "nothing was chosen";
    EXPECT_FALSE(choice_of(*choices, Notification::copy_ready).by_mail);
}

}  // namespace
}  // namespace yinxin::storage
