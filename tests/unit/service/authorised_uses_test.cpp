// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/authorised_uses.hpp"

#include "house_organisations.hpp"

#include "yinxin/service/messages.hpp"
#include "yinxin/storage/sql.hpp"

#include <thread>

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using namespace std::chrono_literals;
using domain::OrganisationId;
using domain::UseState;
using service::CopyToo;
using service::GivenUse;
using service::UseWish;

const std::string uscc = "99000000MA00000011";
const std::string name = "演示招标中心（演示）";

class AuthorisedUses : public testing::Test {
  protected:
    void SetUp() override {
        held_ = house_->add_holder();
        member_ = house_->add_person("李演示").account;
        organisation_ = add_organisation(*house_, member_);
    }
    Result<GivenUse> authorise(const UseWish& wish = {uscc, "投标资格审查", 30}) {
        return house_->run(service::authorise_use(
            house_->services(), held_.actor, held_.line, wish, {true, false}));
    }
    /// Given, and its copy pressed.
    GivenUse give() {
        GivenUse given = sure(authorise());
        house_->press();
        return given;
    }
    Result<storage::UseId> redeem(const GivenUse& given,
                                  std::optional<OrganisationId> by = std::nullopt,
                                  std::optional<AccountId> account = std::nullopt) {
        return house_->run(service::redeem_use(house_->services(),
                                               account.value_or(member_),
                                               by.value_or(organisation_),
                                               domain::grouped(given.code),
                                               {"192.0.2.1", "browser"}));
    }
    Result<service::SealedFile> open(storage::UseId use) {
        return house_->run(service::open_fetched(
            house_->services(), member_, organisation_, use, domain::CopyFormat::pdf));
    }
    storage::AuthorisedUse use(const GivenUse& given) {
        return sure(house_->run(service::load_use(house_->services(), held_.actor, given.id)));
    }
    std::int64_t events(const std::string& kind) {
        return house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = $1", kind);
    }

    ScratchHouse house_;
    Held held_;
    AccountId member_;
    OrganisationId organisation_;
};

TEST_F(AuthorisedUses, the_organisation_fetches_the_copy_and_the_holder_sees_it) {
    const GivenUse given = give();
    EXPECT_EQ(use(given).state_at(house_->clock.now()), UseState::open);
    EXPECT_EQ(use(given).purpose, "投标资格审查");
    const auto fetched = redeem(given);
    ASSERT_TRUE(fetched) << fetched.error().describe();
    const auto file = open(*fetched);
    ASSERT_TRUE(file) << file.error().describe();
    EXPECT_TRUE(file->bytes->starts_with("%PDF-"));
    EXPECT_EQ(use(given).state_at(house_->clock.now()), UseState::fetched);
    const auto list =
        sure(house_->run(service::list_fetched(house_->services(), member_, organisation_)));
    ASSERT_EQ(list.uses.size(), 1U);
    EXPECT_EQ(list.uses[0].masked_name, "王**");
    EXPECT_FALSE(list.uses[0].closed);
    EXPECT_EQ(events("use.authorised"), 1);
    EXPECT_EQ(events("use.fetched"), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM message WHERE name = 'authorised_use_fetched'"), 1);
}

TEST_F(AuthorisedUses, the_copy_names_the_organisation_and_counts_as_the_holders) {
    give();
    const auto facts =
        sure(house_->run(service::load_certificate(house_->services(), held_.actor, held_.line)));
    ASSERT_EQ(facts.endorsements.size(), 1U);
    EXPECT_EQ(facts.endorsements[0].recipient, name);
    EXPECT_EQ(facts.endorsements[0].scenario, domain::scenario_authorised_use);
    EXPECT_EQ(facts.used, 1);
}

TEST_F(AuthorisedUses, a_code_opens_once) {
    const GivenUse given = give();
    ASSERT_TRUE(redeem(given));
    const auto again = redeem(given);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::authorised_use_over);
    EXPECT_EQ(use(given).wrong_tries, 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM authorised_fetch"), 1);
}

TEST_F(AuthorisedUses, of_many_at_once_one_opens_it) {
    const GivenUse given = give();
    std::vector<AccountId> people;
    for (int i = 0; i < 8; ++i) {
        people.push_back(house_->add_person().account);
        sure(house_->store().write_now([&](storage::Transaction& transaction) {
            return storage::insert_member(transaction,
                                          organisation_,
                                          people.back(),
                                          domain::MemberRole::member,
                                          house_->clock.now());
        }));
    }
    std::vector<std::optional<Result<storage::UseId>>> answers(people.size());
    std::vector<std::thread> browsers;
    for (std::size_t i = 0; i < people.size(); ++i) {
        browsers.emplace_back(
            [&, i] { answers[i].emplace(redeem(given, organisation_, people[i])); });
    }
    for (auto& browser : browsers) {
        browser.join();
    }
    const auto opened =
        std::ranges::count_if(answers, [](const auto& answer) { return answer->has_value(); });
    EXPECT_EQ(opened, 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM authorised_fetch"), 1);
}

TEST_F(AuthorisedUses, what_was_fetched_cannot_be_entered_twice) {
    const GivenUse given = give();
    ASSERT_TRUE(redeem(given));
    const storage::AuthorisedUse row = use(given);
    static constexpr storage::Statement forced{
        "test.forced",
        "INSERT INTO authorised_fetch (use_id, organisation_id, holder_id, copy_id, fetched_at,"
        " fetched_by, ends_at) SELECT use_id, 4711, holder_id, copy_id, fetched_at, fetched_by,"
        " ends_at FROM authorised_fetch WHERE use_id = $1"};
    const auto refused = house_->store().write_now(
        [&](storage::Transaction& transaction) { return transaction.execute(forced, row.id); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::storage_conflict);
}

TEST_F(AuthorisedUses, another_organisation_gets_nothing_and_the_holder_sees_the_try) {
    const GivenUse given = give();
    const AccountId stranger = house_->add_person("赵演示").account;
    const OrganisationId other = add_organisation(
        *house_, stranger, {"别的单位（演示）", uscc, domain::OrganisationStanding::stated});
    const auto refused = redeem(given, other, stranger);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::authorised_use_over);
    EXPECT_EQ(use(given).wrong_tries, 1);
    EXPECT_EQ(events("use.refused"), 1);
    // Somebody who is no member of the right one has no such organisation.
    const auto outside = redeem(given, organisation_, stranger);
    ASSERT_FALSE(outside);
    EXPECT_EQ(outside.error().code(), ErrorCode::not_found);
    EXPECT_TRUE(redeem(given)) << "the code is still good";
}

TEST_F(AuthorisedUses, only_a_confirmed_organisation_can_be_chosen) {
    const AccountId stranger = house_->add_person("赵演示").account;
    house_->change("UPDATE organisation SET standing = 'stated'");
    add_organisation(
        *house_, stranger, {"自称的单位（演示）", uscc, domain::OrganisationStanding::stated});
    const auto refused = authorise();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::authorised_use_organisation_unknown);
    EXPECT_EQ(refused.error().params().at("field"), "uscc");
}

TEST_F(AuthorisedUses, before_the_copy_is_there_the_code_waits) {
    const GivenUse given = sure(authorise());
    const auto early = redeem(given);
    ASSERT_FALSE(early);
    EXPECT_EQ(early.error().code(), ErrorCode::endorsement_not_ready);
    house_->press();
    EXPECT_TRUE(redeem(given));
}

TEST_F(AuthorisedUses, withdrawn_it_opens_nothing_any_more) {
    const GivenUse given = give();
    ASSERT_TRUE(house_->run(
        service::withdraw_use(house_->services(), held_.actor, given.id, CopyToo::keep)));
    EXPECT_EQ(redeem(given).error().code(), ErrorCode::authorised_use_over);
    EXPECT_EQ(use(given).state_at(house_->clock.now()), UseState::withdrawn);
    const auto again = house_->run(
        service::withdraw_use(house_->services(), held_.actor, given.id, CopyToo::keep));
    EXPECT_EQ(again.error().code(), ErrorCode::authorised_use_over);
}

TEST_F(AuthorisedUses, withdrawn_after_it_was_fetched_the_copy_ends_if_the_holder_says_so) {
    const GivenUse given = give();
    const storage::UseId fetched = sure(redeem(given));
    ASSERT_TRUE(house_->run(
        service::withdraw_use(house_->services(), held_.actor, given.id, CopyToo::end)));
    EXPECT_EQ(open(fetched).error().code(), ErrorCode::authorised_use_over);
    EXPECT_EQ(house_->one<std::string>("SELECT state FROM endorsement"), "withdrawn");
    const auto list =
        sure(house_->run(service::list_fetched(house_->services(), member_, organisation_)));
    ASSERT_EQ(list.uses.size(), 1U);
    EXPECT_TRUE(list.uses[0].closed);
}

TEST_F(AuthorisedUses, it_ends_with_its_last_day) {
    const GivenUse given = give();
    const storage::UseId fetched = sure(redeem(given));
    house_->clock.set(use(given).ends_at - 1s);
    EXPECT_TRUE(open(fetched));
    house_->clock.advance(1s);
    EXPECT_EQ(open(fetched).error().code(), ErrorCode::authorised_use_over);
}

TEST_F(AuthorisedUses, the_same_wish_of_the_same_day_is_the_same_use_with_another_code) {
    const GivenUse first = give();
    const GivenUse second = sure(authorise());
    EXPECT_EQ(second.id, first.id);
    EXPECT_NE(second.code, first.code);
    EXPECT_EQ(redeem(first).error().code(), ErrorCode::authorised_use_over);
    EXPECT_TRUE(redeem(second));
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement"), 1);
    // Once it was fetched, the same wish is another copy, and counts.
    EXPECT_NE(sure(authorise()).id, first.id);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement"), 2);
}

TEST_F(AuthorisedUses, of_two_organisations_of_one_name_each_is_one_of_its_own) {
    const std::string other_uscc = "99000000MA00000024";
    add_organisation(*house_, member_, {name, other_uscc});
    give();
    const auto same = [&](const std::string& code) {
        return sure(house_->run(service::preview_use(
                        house_->services(), held_.actor, held_.line, {code, "投标资格审查", 30})))
            .application.same_today.has_value();
    };
    EXPECT_TRUE(same(uscc));
    EXPECT_FALSE(same(other_uscc)) << "the page says that it counts, for so it does";
    sure(authorise({other_uscc, "投标资格审查", 30}));
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement"), 2);
}

TEST_F(AuthorisedUses, a_lost_code_is_replaced) {
    const GivenUse first = give();
    const auto second =
        house_->run(service::replace_code(house_->services(), held_.actor, first.id));
    ASSERT_TRUE(second) << second.error().describe();
    EXPECT_EQ(redeem(first).error().code(), ErrorCode::authorised_use_over);
    EXPECT_TRUE(redeem(*second));
    EXPECT_EQ(house_->run(service::replace_code(house_->services(), held_.actor, first.id))
                  .error()
                  .code(),
              ErrorCode::authorised_use_over);
}

TEST_F(AuthorisedUses, a_full_quota_is_told_to_the_holder) {
    for (int day = 0; day < 3; ++day) {
        sure(authorise());
        house_->press();
        house_->clock.advance(24h);
    }
    const auto fourth = authorise();
    ASSERT_FALSE(fourth);
    EXPECT_EQ(fourth.error().code(), ErrorCode::endorsement_limit_reached);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM authorised_use"), 3);
}

TEST_F(AuthorisedUses, no_form_gets_the_scenario_by_itself) {
    domain::EndorsementTerms terms;
    terms.scenario = domain::scenario_authorised_use;
    const auto refused = house_->run(service::apply_for_endorsement(
        house_->services(), held_.actor, held_.line, terms, {true, true}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::endorsement_scenario_unknown);
}

TEST_F(AuthorisedUses, codes_cannot_be_searched) {
    const GivenUse given = give();
    GivenUse guess;
    guess.code = domain::make_use_code("000000000000000");
    for (int i = 0; i < service::redeems_per_account_hour; ++i) {
        EXPECT_EQ(redeem(guess).error().code(), ErrorCode::authorised_use_over);
    }
    EXPECT_EQ(redeem(given).error().code(), ErrorCode::too_many_requests);
    house_->clock.advance(1h);
    EXPECT_TRUE(redeem(given));
}

TEST_F(AuthorisedUses, another_person_does_not_see_it) {
    const GivenUse given = give();
    const service::Actor other = house_->add_person("赵演示");
    EXPECT_EQ(house_->run(service::load_use(house_->services(), other, given.id)).error().code(),
              ErrorCode::not_found);
    EXPECT_EQ(house_->run(service::list_uses(house_->services(), other, held_.line)).error().code(),
              ErrorCode::not_found);
    EXPECT_EQ(house_->run(service::withdraw_use(house_->services(), other, given.id, CopyToo::keep))
                  .error()
                  .code(),
              ErrorCode::not_found);
}

TEST_F(AuthorisedUses, neither_code_nor_purpose_is_in_the_database) {
    const GivenUse given = give();
    const auto hash = house_->one<Bytes>("SELECT code_hash FROM authorised_use");
    EXPECT_EQ(as_text(hash).find(given.code.value), std::string::npos);
    const auto purpose = house_->one<Bytes>("SELECT purpose_sealed FROM authorised_use");
    EXPECT_EQ(as_text(purpose).find("投标"), std::string::npos);
}

TEST_F(AuthorisedUses, after_a_restore_codes_are_dead_and_the_holder_makes_another) {
    const GivenUse given = give();
    sure(house_->store().write_now([](storage::Transaction& transaction) {
        return transaction.execute(storage::sql::restoration::end_use_codes);
    }));
    EXPECT_EQ(redeem(given).error().code(), ErrorCode::authorised_use_over);
    EXPECT_TRUE(redeem(
        sure(house_->run(service::replace_code(house_->services(), held_.actor, given.id)))));
}

TEST_F(AuthorisedUses, old_codes_lead_nowhere) {
    const GivenUse given = give();
    const Instant end = use(given).ends_at;
    const auto forget = [&](Instant now) {
        return sure(house_->store().write_now([&](storage::Transaction& transaction) {
            return storage::forget_old_use_codes(transaction, now);
        }));
    };
    EXPECT_EQ(forget(end + Days(30)), 0);
    EXPECT_EQ(forget(end + Days(30) + 1s), 1);
}

}  // namespace
}  // namespace yinxin::test
