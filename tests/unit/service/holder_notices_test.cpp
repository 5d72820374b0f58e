// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/holder_notices.hpp"

#include "account_world.hpp"

#include "yinxin/service/notifications.hpp"
#include "yinxin/storage/notifications.hpp"
#include "yinxin/storage/paper_certificates.hpp"

namespace yinxin::service {
namespace {

using domain::Notification;

class HolderNotices : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
        holder_ =
            make_person(person_name("张演"), resident("19900307", 123), mobile("13800001234"));
        ASSERT_TRUE(write([this](storage::Transaction& transaction) {
            return storage::bind_account(transaction,
                                         account_,
                                         holder_,
                                         storage::BindingProof::management_number,
                                         clock_.now());
        }));
    }
    void choose(NotificationSettings settings) {
        ASSERT_TRUE(run(choose_notifications(services(), account_, std::move(settings))));
    }
    void tell(Notification event) {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return tell_holder(transaction, services(), holder_, event, clock_.now());
        }));
    }
    std::vector<std::string> told() {
        std::vector<std::string> names;
        for (const DemoMessage& message : messages())
            names.push_back(message.message.name);
        return names;
    }
    /// One round of noting, and of telling.
    void round() {
        const auto noted = note_holder_notices(services(), clock_.now());
        ASSERT_TRUE(noted) << noted.error().describe();
        const auto said = tell_holder_notices(services(), clock_.now(), 100);
        ASSERT_TRUE(said) << said.error().describe();
    }
    void print_paper(CivilDay until) {
        domain::PaperCertificate paper;
        paper.state = domain::PaperState::printed;
        paper.pickup_until = until;
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return storage::put_paper_certificate(
                transaction, holder_, LineId{1}, paper, clock_.now());
        }));
    }
    void check_copy(std::int64_t copy) {
        static constexpr storage::Statement insert{
            "test.check",
            "INSERT INTO copy_check (holder_id, copy_id, door, minute_at, checks) "
            "VALUES ($1, $2, 'page', $3, 1)"};
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return transaction.execute(insert, holder_, copy, clock_.now());
        }));
    }

    AccountId account_;
    HolderId holder_;
};

TEST_F(HolderNotices, come_by_default_but_for_checks) {
    tell(Notification::certificate_changed);
    tell(Notification::copy_verified);
    EXPECT_EQ(told(), std::vector<std::string>{"certificate_changed"});
}

TEST_F(HolderNotices, come_as_they_were_chosen) {
    choose({Language::en, {Notification::copy_verified}});
    const auto settings = run(notification_settings(services(), account_));
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->wanted, std::vector<Notification>{Notification::copy_verified});
    EXPECT_EQ(settings->language, Language::en);
    tell(Notification::certificate_changed);
    tell(Notification::copy_verified);
    EXPECT_EQ(told(), std::vector<std::string>{"copy_verified"});
    EXPECT_EQ(messages().front().message.language, Language::en);
}

TEST_F(HolderNotices, what_is_noted_is_told_once) {
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(write([this](storage::Transaction& transaction) {
            return storage::note_holder_notice(
                transaction, {holder_, Notification::copy_ready, 7, ""}, clock_.now());
        }));
        round();
    }
    EXPECT_EQ(told(), std::vector<std::string>{"copy_ready"});
}

TEST_F(HolderNotices, a_last_day_of_pick_up_is_told_fourteen_days_before_and_again_when_it_moves) {
    const CivilDay today = civil_day(clock_.now());
    print_paper(today + Days(15));
    round();
    EXPECT_TRUE(told().empty());
    clock_.pass(std::chrono::hours(24));
    round();
    round();
    EXPECT_EQ(told(), std::vector<std::string>{"paper_deadline"});
    print_paper(today + Days(10));
    round();
    EXPECT_EQ(told().size(), 2U);
}

TEST_F(HolderNotices, nobody_is_woken) {
    print_paper(civil_day(clock_.now()) + Days(3));
    clock_.pass(std::chrono::hours(12));
    round();
    EXPECT_TRUE(told().empty());
    clock_.pass(std::chrono::hours(12));
    round();
    EXPECT_EQ(told().size(), 1U);
}

TEST_F(HolderNotices, a_check_is_told_once_a_day_and_copy_to_who_asked_for_it) {
    check_copy(7);
    round();
    EXPECT_TRUE(told().empty());
    choose({Language::zh, {Notification::copy_verified}});
    round();
    clock_.pass(std::chrono::hours(1));
    check_copy(7);
    check_copy(8);
    round();
    EXPECT_EQ(told().size(), 2U);
    clock_.pass(std::chrono::hours(24));
    check_copy(7);
    round();
    EXPECT_EQ(told().size(), 3U);
}

}  // namespace
}  // namespace yinxin::service
