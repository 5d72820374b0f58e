// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/organisation_history.hpp"

#include "support/small_house.hpp"

#include "yinxin/service/acting.hpp"
#include "yinxin/service/api_checks.hpp"
#include "yinxin/service/api_clients.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/comparison.hpp"
#include "yinxin/service/organisation_clients.hpp"
#include "yinxin/service/organisation_desk.hpp"
#include "yinxin/service/organisations.hpp"
#include "yinxin/service/verification.hpp"

#include <set>

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

using namespace std::chrono_literals;
using domain::OrganisationId;
using domain::OrganisationStanding;
using storage::Door;
using storage::Transaction;
using test::sure;

constexpr std::string_view name = "演示招标中心（演示）";

/// A holder with a copy, and an organisation whose only member is another person.
class OrganisationHistoryTest : public testing::Test {
  protected:
    void SetUp() override {
        held_ = house_->add_holder();
        const CopyId copy = house_->endorse(held_);
        token_ = house_->one<std::string>("SELECT token FROM copy WHERE copy_id = $1", copy);
        const auto sha256 =
            house_->one<Bytes>("SELECT sha256 FROM copy_file WHERE holder_id = $1 AND copy_id = $2",
                               held_.holder,
                               copy);
        crypto::Digest32 file{};
        std::ranges::copy(sha256, file.begin());
        file_ = sure(house_->blobs().get(file));
        member_ = house_->add_person("李演示").account;
        const std::string body = "99000000MA0000001";
        organisation_ = sure(house_->run(register_organisation(
            house_->services(),
            member_,
            {std::string(name), body + domain::uscc_check(body), "联系人", "010-00000000"})));
    }
    /// The checker while the member acts for the organisation.
    storage::Checker checker(std::string purpose = "招标资格审查",
                             std::optional<CivilDay> shown_from = {}) {
        SessionFacts session;
        session.account = member_;
        const auto row = organisation();
        session.acting = ActingFor{organisation_,
                                   row.name,
                                   row.standing,
                                   row.organisation_class,
                                   std::move(purpose),
                                   shown_from};
        return checker_of(session, house_->reference().check_display, house_->clock.now());
    }
    storage::OrganisationRow organisation() {
        return *sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::find_organisation(reader, house_->keys(), organisation_);
        }));
    }
    void office(Result<void> (*act)(Transaction&,
                                    const storage::DataKeys&,
                                    OrganisationId,
                                    const OrganisationActor&,
                                    Instant)) {
        sure(house_->store().write_now([&](Transaction& transaction) {
            return act(transaction,
                       house_->keys(),
                       organisation_,
                       {domain::ActorKind::operator_shell, "test"},
                       house_->clock.now());
        }));
    }
    verify::Report upload(storage::Checker by) {
        FileQuestion question;
        question.file = file_;
        question.checker = std::move(by);
        return sure(house_->run(verify_file(house_->services(), std::move(question))));
    }
    void look(Onlooker onlooker, Door door = Door::page) {
        sure(house_->run(compare_by_token(house_->services(), token_, door, std::move(onlooker))));
    }
    std::vector<storage::CheckRow> holder_sees() {
        return sure(house_->run(list_known_checks(house_->services(), held_.actor, held_.line)));
    }
    OrganisationHistory history(storage::CheckFilter filter = {}) {
        return sure(house_->run(load_organisation_history(
            house_->services(), member_, organisation_, std::move(filter))));
    }

    test::ScratchHouse house_;
    test::Held held_;
    std::string token_;
    Bytes file_;
    AccountId member_;
    OrganisationId organisation_;
};

TEST_F(OrganisationHistoryTest, the_holder_reads_name_standing_and_purpose) {
    upload(checker());
    ASSERT_EQ(holder_sees().size(), 1U);
    const storage::CheckRow seen = holder_sees().front();
    EXPECT_EQ(seen.checker_name, name);
    EXPECT_EQ(seen.purpose, "招标资格审查");
    EXPECT_EQ(seen.standing, OrganisationStanding::stated);
    office(confirm_organisation);
    EXPECT_EQ(holder_sees().front().standing, OrganisationStanding::confirmed);
    office(shut_organisation);
    EXPECT_EQ(holder_sees().front().standing, OrganisationStanding::closed);
}

TEST_F(OrganisationHistoryTest, a_name_nobody_confirmed_stays_stated) {
    upload(checker());
    sure(house_->run(change_organisation(house_->services(),
                                         member_,
                                         organisation_,
                                         {"别的演示单位", "", "联系人", "010-00000000"})));
    office(confirm_organisation);
    upload(checker());
    ASSERT_EQ(holder_sees().size(), 2U);
    for (const storage::CheckRow& seen : holder_sees()) {
        const bool is_old = seen.checker_name == name;
        EXPECT_EQ(seen.standing,
                  is_old ? OrganisationStanding::stated : OrganisationStanding::confirmed);
    }
}

TEST_F(OrganisationHistoryTest, a_check_with_a_stated_day_comes_to_the_holder_with_that_day) {
    office(confirm_organisation);
    const CivilDay day = civil_day(house_->clock.now()) + Days(10);
    upload(checker("评标", day));
    EXPECT_EQ(history().checks.size(), 1U) << "the checker sees it at once";
    house_->clock.set(start_of(day) - 1s);
    EXPECT_TRUE(holder_sees().empty());
    house_->clock.set(start_of(day));
    EXPECT_EQ(holder_sees().size(), 1U);
}

TEST_F(OrganisationHistoryTest, an_authority_s_check_comes_to_the_holder_when_policy_says) {
    office(confirm_organisation);
    sure(house_->store().write_now([&](Transaction& transaction) {
        return set_organisation_class(transaction,
                                      house_->keys(),
                                      organisation_,
                                      domain::OrganisationClass::authority,
                                      {domain::ActorKind::operator_shell, "test"},
                                      house_->clock.now());
    }));
    upload(checker("执法核查"));
    const Days delay = house_->reference().check_display.authority_delay;
    ASSERT_GT(delay.count(), 0);
    const Instant from = start_of(civil_day(house_->clock.now()) + delay);
    house_->clock.set(from - 1s);
    EXPECT_TRUE(holder_sees().empty());
    house_->clock.set(from);
    EXPECT_EQ(holder_sees().size(), 1U);
}

TEST_F(OrganisationHistoryTest, looks_and_matches_are_kept_with_who_made_them) {
    const Onlooker onlooker{checker(), {}};
    look(onlooker, Door::code);
    const auto match =
        sure(house_->run(match_copy(house_->services(), token_, "王演示", "0000", onlooker)));
    EXPECT_FALSE(match.is_match);
    const OrganisationHistory kept = history();
    ASSERT_EQ(kept.checks.size(), 2U);
    EXPECT_EQ(kept.checks[0].check.door, Door::match);
    EXPECT_EQ(kept.checks[0].check.outcome, "NO_MATCH");
    EXPECT_EQ(kept.checks[1].check.door, Door::code);
    EXPECT_EQ(kept.checks[1].check.outcome, "VALID");
    EXPECT_TRUE(kept.checks[1].made_by.starts_with("holder"));
    EXPECT_EQ(kept.checks[1].masked_name, "王**");
    EXPECT_EQ(kept.checks[1].qualification.zh, "一级建造师");
    EXPECT_EQ(holder_sees().size(), 2U);
    EXPECT_EQ(house_->one("SELECT COUNT(checks) FROM copy_check"), 0);
}

TEST_F(OrganisationHistoryTest, looking_again_is_the_same_look_until_ten_minutes_are_over) {
    look({checker(), {}}, Door::code);
    house_->clock.advance(10min - 1s);
    look({checker(), {}});
    EXPECT_EQ(history().checks.size(), 1U);
    look({checker("别的用途"), {}});
    EXPECT_EQ(history().checks.size(), 2U) << "another purpose is another look";
    house_->clock.advance(1s);
    look({checker(), {}});
    EXPECT_EQ(history().checks.size(), 3U);
}

TEST_F(OrganisationHistoryTest, a_holder_s_own_look_is_only_counted) {
    SessionFacts session;
    session.account = held_.actor.account;
    session.account_name = "holder";
    const auto own = checker_of(session, house_->reference().check_display, house_->clock.now());
    look({own, held_.actor.holders});
    EXPECT_TRUE(holder_sees().empty());
    EXPECT_EQ(house_->one("SELECT SUM(checks) FROM copy_check WHERE door = 'page'"), 1);
    look({own, {}});
    EXPECT_EQ(holder_sees().size(), 1U) << "and kept if it were somebody else's";
}

TEST_F(OrganisationHistoryTest, a_file_that_only_names_our_copy_opens_no_register) {
    // A digit of a date becomes another digit: still a file that every reader opens.
    constexpr std::string_view date = "/CreationDate(D:20";
    const std::size_t at = as_text(file_).find(date);
    ASSERT_NE(at, std::string_view::npos);
    file_[at + date.size()] ^= 1;
    const verify::Report report = upload(checker());
    ASSERT_EQ(report.verdict, verify::Verdict::altered);
    const OrganisationHistory kept = history();
    ASSERT_EQ(kept.checks.size(), 1U);
    EXPECT_TRUE(kept.checks.front().masked_name.empty());
    EXPECT_TRUE(kept.checks.front().qualification.zh.empty());
}

TEST_F(OrganisationHistoryTest, is_filtered_by_who_how_and_when) {
    upload(checker());
    house_->clock.advance(24h);
    look({checker(), {}});
    storage::CheckFilter filter;
    filter.door = Door::upload;
    EXPECT_EQ(history(filter).checks.size(), 1U);
    filter = {};
    filter.day = civil_day(house_->clock.now());
    ASSERT_EQ(history(filter).checks.size(), 1U);
    EXPECT_EQ(history(filter).checks.front().check.door, Door::page);
    filter = {};
    filter.made_by = member_.value;
    EXPECT_EQ(history(filter).checks.size(), 2U);
    filter.made_by = held_.actor.account.value;
    EXPECT_TRUE(history(filter).checks.empty());
}

TEST_F(OrganisationHistoryTest, goes_on_page_by_page_and_loses_nothing) {
    const int all = history_page_rows + 3;
    for (int i = 0; i < all; ++i) {
        if (i % 2 == 0) house_->clock.advance(1s);
        sure(house_->store().write_now([&](Transaction& transaction) {
            return storage::insert_check(transaction,
                                         house_->keys(),
                                         {held_.holder,
                                          held_.line,
                                          std::nullopt,
                                          Door::query,
                                          checker("第" + std::to_string(i)),
                                          "VALID",
                                          house_->clock.now()});
        }));
    }
    const OrganisationHistory first = history();
    ASSERT_EQ(first.checks.size(), static_cast<std::size_t>(history_page_rows));
    ASSERT_TRUE(first.next);
    storage::CheckFilter filter;
    filter.before = first.next;
    const OrganisationHistory rest = history(filter);
    EXPECT_EQ(rest.checks.size(), 3U);
    EXPECT_FALSE(rest.next);
    EXPECT_EQ(rest.checks.back().check.purpose, "第0");
    std::set<std::string> purposes;
    for (const auto& page : {first, rest}) {
        for (const OrganisationCheck& one : page.checks) {
            purposes.insert(one.check.purpose);
        }
    }
    EXPECT_EQ(purposes.size(), static_cast<std::size_t>(all));
    const auto exported = sure(
        house_->run(export_organisation_history(house_->services(), member_, organisation_, {})));
    EXPECT_EQ(exported.size(), static_cast<std::size_t>(all));
}

TEST_F(OrganisationHistoryTest, a_program_of_the_organisation_checks_in_its_name) {
    const auto number = house_->one<std::string>(
        "SELECT management_no FROM certificate WHERE line_id = $1", held_.line);
    const GivenKey given = sure(house_->store().write_now([&](Transaction& transaction) {
        return add_client(transaction,
                          {.name = "演示人事系统",
                           .mode = domain::ClientMode::live,
                           .scopes = {domain::ClientScope::status},
                           .organisation = organisation_.value},
                          {},
                          house_->clock.now());
    }));
    const auto knock = [&] {
        return house_
            ->run(open_call(house_->services(),
                            {given.text,
                             "192.0.2.7",
                             domain::ClientScope::status,
                             "api.certificate.status",
                             "入职资格审核"}))
            .call;
    };
    const ApiCall call = sure(knock());
    ASSERT_TRUE(house_->run(ask_certificate(house_->services(), call, {number, "王演示"})));
    ASSERT_EQ(holder_sees().size(), 1U);
    EXPECT_EQ(holder_sees().front().checker_name, name);
    EXPECT_EQ(holder_sees().front().standing, OrganisationStanding::stated);
    EXPECT_EQ(history().checks.front().made_by, "演示人事系统");
    storage::CheckFilter filter;
    filter.made_by = given.client.value;
    EXPECT_EQ(history(filter).checks.size(), 1U);

    const auto clients =
        sure(house_->run(load_organisation_clients(house_->services(), member_, organisation_)));
    ASSERT_EQ(clients.clients.size(), 1U);
    EXPECT_EQ(clients.clients.front().calls_today, 1);
    const auto calls = sure(house_->run(
        load_client_calls(house_->services(), member_, organisation_, given.client, {})));
    ASSERT_EQ(calls.calls.size(), 1U);
    EXPECT_EQ(calls.calls.front().purpose, "入职资格审核");
    ASSERT_EQ(calls.counts.size(), 1U);
    EXPECT_EQ(calls.counts.front().calls, 1);
    const auto elsewhere = house_->run(load_client_calls(
        house_->services(), held_.actor.account, organisation_, given.client, {}));
    EXPECT_EQ(elsewhere.error().code(), ErrorCode::not_found);

    office(shut_organisation);
    const auto shut = knock();
    ASSERT_FALSE(shut);
    EXPECT_EQ(shut.error().code(), ErrorCode::api_key_invalid);
}

TEST_F(OrganisationHistoryTest, is_for_members_alone) {
    const auto refused = house_->run(
        load_organisation_history(house_->services(), held_.actor.account, organisation_, {}));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::not_found);
    const auto file = house_->run(
        export_organisation_history(house_->services(), held_.actor.account, organisation_, {}));
    EXPECT_FALSE(file);
}

}  // namespace
}  // namespace yinxin::service
