// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/mobile_recovery.hpp"

#include "account_world.hpp"

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/account_closing.hpp"
#include "yinxin/service/bindings.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

class MobileRecoveries : public AccountWorld {
  protected:
    static constexpr const char* new_mobile = "13900008888";

    void SetUp() override {
        AccountWorld::SetUp();
        account_ = make_account();
        const HolderId holder =
            make_person(person_name("张演"), resident("19900307", 123), std::nullopt);
        make_certificate(holder, "2023060011000001", "released");
        bind(account_, holder);
    }
    static MobileRecovery by_password(std::string password = good_password) {
        return {PasswordProof{"zhang.yan", Secret(std::move(password))}, new_mobile};
    }
    static MobileRecovery by_certificate(std::string number = "2023060011000001") {
        return {CertificateProof{TypedPerson{domain::IdDocumentType::resident_identity_card,
                                             resident("19900307", 123).number,
                                             "张演"},
                                 {std::move(number), ""}},
                new_mobile};
    }
    Result<CodeTicket> ask(MobileRecovery form) {
        return run(request_mobile_code(services(), std::move(form), origin()));
    }
    /// From the proof to the confirmed new mobile. @return when it is in force.
    Instant begin(MobileRecovery form) {
        const auto ticket = ask(std::move(form));
        EXPECT_TRUE(ticket) << ticket.error().describe();
        const auto at = run(confirm_new_mobile(services(), ticket->token, last_code()));
        EXPECT_TRUE(at) << at.error().describe();
        return *at;
    }
    std::string mobile_now() {
        auto found = services().store.read_now([&](storage::Reader& reader) -> Result<std::string> {
            YX_TRY(const auto row, storage::find_account(reader, account_));
            YX_TRY(const auto identity, storage::open_identity(services().keys, row));
            return identity.mobile.e164;
        });
        EXPECT_TRUE(found);
        return *found;
    }
    std::int64_t look_at_clock() { return *apply_due_mobile_changes(services(), clock_.now(), 10); }
    /// Asked for while the account was to be closed, and due when it is.
    void begin_while_closing() {
        ASSERT_TRUE(write([&](storage::Transaction& transaction) {
            return begin_closing(transaction, services(), account_, clock_.now());
        }));
        clock_.pass(Days(6));
        begin(by_password());
        clock_.pass(settings_.recovery.mobile_delay);
    }
    std::size_t kept_changes() {
        static constexpr storage::Statement changes{"test.changes",
                                                    "SELECT effective_at FROM mobile_change"};
        return rows<Instant>(changes).size();
    }
    std::size_t sent(const std::string& name, const domain::Mobile& to) {
        return static_cast<std::size_t>(
            std::ranges::count_if(messages(), [&](const DemoMessage& one) {
                return one.message.name == name && one.mobile == domain::written(to);
            }));
    }

    AccountId account_;
    domain::Mobile old_ = mobile("13800001234");
};

TEST_F(MobileRecoveries, the_new_mobile_waits_while_the_old_one_knows_of_it) {
    const Instant at = begin(by_password());
    EXPECT_EQ(at, clock_.now() + settings_.recovery.mobile_delay);
    EXPECT_EQ(sent("mobile_change_asked", old_), 1U);
    EXPECT_EQ(mobile_now(), old_.e164);
    clock_.pass(settings_.recovery.mobile_delay - std::chrono::seconds(1));
    EXPECT_EQ(look_at_clock(), 0);
    clock_.pass(std::chrono::seconds(1));
    EXPECT_EQ(look_at_clock(), 1);
    EXPECT_EQ(mobile_now(), mobile(new_mobile).e164);
    EXPECT_EQ(sent("mobile_changed", old_), 1U);
    EXPECT_EQ(sent("mobile_in_force", mobile(new_mobile)), 1U);
    EXPECT_EQ(look_at_clock(), 0);
    EXPECT_EQ(audit_count(domain::EventKind::mobile_changed), 1);
}

TEST_F(MobileRecoveries, the_facts_of_a_certificate_are_as_good_as_a_password) {
    begin(by_certificate());
    EXPECT_EQ(sent("mobile_change_asked", old_), 1U);
    const auto waiting = run(find_mobile_change(services(), account_));
    ASSERT_TRUE(waiting);
    ASSERT_TRUE(*waiting);
    EXPECT_EQ((*waiting)->masked_mobile, domain::masked_mobile(mobile(new_mobile)));
}

TEST_F(MobileRecoveries, where_nobody_could_object_the_facts_of_a_certificate_open_nothing) {
    static constexpr storage::Statement forget{"test.forget",
                                               "UPDATE account SET mobile_confirmed = 0"};
    ASSERT_TRUE(write([](storage::Transaction& transaction) -> Result<void> {
        YX_CHECK(transaction.execute(forget));
        return ok();
    }));
    begin(by_certificate());
    const auto waiting = run(find_mobile_change(services(), account_));
    ASSERT_TRUE(waiting);
    EXPECT_FALSE(*waiting);
}

TEST_F(MobileRecoveries, what_is_due_when_the_account_is_closed_never_takes_effect) {
    begin_while_closing();
    EXPECT_EQ(look_at_clock(), 1) << "before the round that closes it came by";
    EXPECT_EQ(mobile_now(), old_.e164);
    EXPECT_EQ(sent("mobile_in_force", mobile(new_mobile)), 0U);
    EXPECT_EQ(audit_count(domain::EventKind::mobile_changed), 0);
    EXPECT_EQ(kept_changes(), 0U);
}

TEST_F(MobileRecoveries, closing_and_erasing_take_the_changes_along) {
    begin_while_closing();
    EXPECT_EQ(kept_changes(), 1U);
    ASSERT_EQ(*write([&](storage::Transaction& transaction) {
        return close_due_accounts(transaction, clock_.now());
    }),
              1);
    EXPECT_EQ(kept_changes(), 0U);
    EXPECT_EQ(look_at_clock(), 0);
    // Of an account that was closed before changes went with it.
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return storage::insert_mobile_change(transaction,
                                             services().keys,
                                             {{},
                                              account_,
                                              mobile(new_mobile),
                                              storage::MobileChangeProof::password,
                                              clock_.now(),
                                              clock_.now()});
    }));
    clock_.pass(settings_.privacy.keep_closed_account);
    ASSERT_EQ(*write([&](storage::Transaction& transaction) {
        return erase_due_accounts(transaction, clock_.now());
    }),
              1);
    EXPECT_EQ(kept_changes(), 0U);
}

TEST_F(MobileRecoveries, facts_that_do_not_fit_get_the_same_answers_and_change_nothing) {
    const Instant at = begin(by_certificate("2023060011999999"));
    EXPECT_EQ(at, clock_.now() + settings_.recovery.mobile_delay);
    EXPECT_EQ(sent("mobile_change_asked", old_), 0U);
    clock_.pass(settings_.recovery.mobile_delay);
    EXPECT_EQ(look_at_clock(), 0);
    EXPECT_EQ(mobile_now(), old_.e164);
}

TEST_F(MobileRecoveries, a_wrong_password_is_said_as_at_login) {
    const auto refused = ask(by_password("not the password at all"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::login_failed);
    EXPECT_TRUE(messages().empty());
}

TEST_F(MobileRecoveries, the_owner_who_is_logged_in_objects) {
    begin(by_password());
    ASSERT_TRUE(run(object_to_mobile_change(services(), account_)));
    EXPECT_FALSE(*run(find_mobile_change(services(), account_)));
    clock_.pass(settings_.recovery.mobile_delay);
    EXPECT_EQ(look_at_clock(), 0);
    EXPECT_EQ(mobile_now(), old_.e164);
    EXPECT_EQ(audit_count(domain::EventKind::mobile_change_refused), 1);
}

TEST_F(MobileRecoveries, the_owner_of_the_old_mobile_objects_with_a_code) {
    begin(by_certificate());
    clock_.pass(std::chrono::hours(2));
    const auto ticket = run(request_objection_code(services(), "13800001234", origin()));
    ASSERT_TRUE(ticket);
    EXPECT_FALSE(run(object_with_code(services(), ticket->token, other_than(last_code()))));
    ASSERT_TRUE(run(object_with_code(services(), ticket->token, last_code())));
    EXPECT_FALSE(*run(find_mobile_change(services(), account_)));
}

TEST_F(MobileRecoveries, nothing_waits_and_an_objection_looks_the_same) {
    const auto ticket = run(request_objection_code(services(), "13800001234", origin()));
    ASSERT_TRUE(ticket);
    EXPECT_TRUE(messages().empty());
}

TEST_F(MobileRecoveries, asking_again_takes_the_place_of_what_waited) {
    begin(by_password());
    clock_.pass(std::chrono::hours(24));
    const Instant at = begin(by_password());
    static constexpr storage::Statement waiting{
        "test.waiting", "SELECT effective_at FROM mobile_change WHERE state = 'waiting'"};
    const auto left = rows<Instant>(waiting);
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left.front(), at);
}

TEST_F(MobileRecoveries, the_facts_of_one_number_are_tried_five_times_a_day) {
    for (int i = 0; i < mobile_recoveries_per_document; ++i) {
        MobileRecovery form = by_certificate("2023060011999999");
        form.mobile = "1390000777" + std::to_string(i);
        EXPECT_TRUE(ask(std::move(form))) << i;
    }
    const auto over = ask(by_certificate());
    ASSERT_FALSE(over);
    EXPECT_EQ(over.error().code(), ErrorCode::too_many_requests);
}

TEST_F(MobileRecoveries, the_form_for_the_office_opens_after_the_code_and_only_then) {
    const auto ticket = run(request_office_code(services(), new_mobile, origin()));
    ASSERT_TRUE(ticket);
    EXPECT_FALSE(run(find_office_form(services(), ticket->token)));
    const auto form = run(open_office_form(services(), ticket->token, last_code()));
    ASSERT_TRUE(form) << form.error().describe();
    const auto shown = run(find_office_form(services(), *form));
    ASSERT_TRUE(shown);
    EXPECT_EQ(*shown, domain::masked_mobile(mobile(new_mobile)));
    clock_.pass(std::chrono::minutes(60));
    EXPECT_FALSE(run(find_office_form(services(), *form)));
}

}  // namespace
}  // namespace yinxin::service
