// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/acting.hpp"

#include "organisation_world.hpp"

namespace yinxin::service {
namespace {

using namespace std::chrono_literals;
using domain::OrganisationId;
using domain::PurposeKind;
using storage::PurposeId;

class ActingTest : public OrganisationWorld {
  protected:
    void SetUp() override {
        OrganisationWorld::SetUp();
        made_ = make_organisation();
        token_ = log_in_as(owner_);
    }
    Result<void> act(const ActingChoice& choice) {
        return run(act_for(services(), owner_, token_, choice));
    }
    Result<void> act_typed(std::string purpose) {
        return act({made_, std::nullopt, std::move(purpose), ""});
    }
    PurposeId save(std::string text, PurposeKind kind = PurposeKind::ordinary) {
        const auto saved = run(add_purpose(services(), owner_, made_, text, kind));
        EXPECT_TRUE(saved) << saved.error().describe();
        return run(load_purposes(services(), owner_, made_))->purposes.back().id;
    }

    OrganisationId made_;
    Secret token_;
};

TEST_F(ActingTest, begins_with_oneself) {
    const SessionFacts facts = facts_of(token_);
    EXPECT_TRUE(facts.may_act);
    EXPECT_FALSE(facts.acting);
    const storage::Checker own = checker(token_);
    EXPECT_EQ(own.kind, storage::CheckerKind::account);
    EXPECT_EQ(own.name, "ow***");
    EXPECT_FALSE(own.made_by);
    EXPECT_FALSE(facts_of(log_in_as(other_)).may_act);
}

TEST_F(ActingTest, puts_organisation_and_purpose_on_every_check) {
    ASSERT_TRUE(act_typed("  招聘岗位  资格核验 "));
    const storage::Checker checks = checker(token_);
    EXPECT_EQ(checks.kind, storage::CheckerKind::organisation);
    EXPECT_EQ(checks.id, made_.str());
    EXPECT_EQ(checks.name, "演示建设集团（演示）");
    EXPECT_EQ(checks.purpose, "招聘岗位 资格核验");
    EXPECT_EQ(checks.made_by, owner_.value);
    EXPECT_EQ(checks.visible_from, clock_.now());
}

TEST_F(ActingTest, belongs_to_one_session_and_stays_when_its_token_changes) {
    ASSERT_TRUE(act_typed("招聘核验"));
    EXPECT_FALSE(facts_of(log_in_as(owner_)).acting);
    const auto renewed = run(renew_session(services(), token_));
    ASSERT_TRUE(renewed);
    EXPECT_TRUE(facts_of(*renewed).acting);
    ASSERT_TRUE(run(act_for_oneself(services(), *renewed)));
    EXPECT_FALSE(facts_of(*renewed).acting);
}

TEST_F(ActingTest, is_for_members_and_for_a_reason) {
    const Secret stranger = log_in_as(other_);
    const auto refused =
        run(act_for(services(), other_, stranger, {made_, std::nullopt, "招聘核验", ""}));
    EXPECT_EQ(code_of(refused), ErrorCode::not_found);
    const auto silent = act_typed(" ");
    ASSERT_FALSE(silent);
    EXPECT_EQ(silent.error().code(), ErrorCode::purpose_invalid);
    EXPECT_EQ(silent.error().params().at("field"), "purpose");
    EXPECT_EQ(code_of(act({made_, PurposeId{7}, "", ""})), ErrorCode::not_found);
    EXPECT_FALSE(facts_of(token_).acting);
}

TEST_F(ActingTest, a_saved_purpose_is_taken_with_the_words_it_has_now) {
    const PurposeId saved = save("招标资格审查");
    ASSERT_TRUE(act({made_, saved, "typed words are not looked at", ""}));
    EXPECT_EQ(checker(token_).purpose, "招标资格审查");
    ASSERT_TRUE(run(rename_purpose(services(), owner_, made_, saved, "投标资格审查")));
    EXPECT_EQ(checker(token_).purpose, "招标资格审查");
    ASSERT_TRUE(run(retire_purpose(services(), owner_, made_, saved)));
    EXPECT_EQ(code_of(act({made_, saved, "", ""})), ErrorCode::not_found);
}

TEST_F(ActingTest, saved_purposes_have_different_words) {
    const PurposeId first = save("招标资格审查");
    EXPECT_EQ(
        code_of(run(add_purpose(services(), owner_, made_, "招标资格审查", PurposeKind::ordinary))),
        ErrorCode::organisation_purpose_exists);
    const PurposeId second = save("招聘核验");
    EXPECT_EQ(code_of(run(rename_purpose(services(), owner_, made_, second, "招标资格审查"))),
              ErrorCode::organisation_purpose_exists);
    EXPECT_TRUE(run(rename_purpose(services(), owner_, made_, first, "招标资格审查")));
    ASSERT_TRUE(run(retire_purpose(services(), owner_, made_, first)));
    EXPECT_TRUE(run(rename_purpose(services(), owner_, made_, second, "招标资格审查")));
}

TEST_F(ActingTest, members_choose_purposes_and_owners_keep_them) {
    join(made_, other_);
    const PurposeId saved = save("招标资格审查");
    const Secret token = log_in_as(other_);
    EXPECT_EQ(run(load_acting_offer(services(), other_, made_))->purposes.size(), 1U);
    EXPECT_TRUE(run(act_for(services(), other_, token, {made_, saved, "", ""})));
    EXPECT_EQ(code_of(run(add_purpose(services(), other_, made_, "别的", PurposeKind::ordinary))),
              ErrorCode::forbidden);
    EXPECT_EQ(code_of(run(retire_purpose(services(), other_, made_, saved))), ErrorCode::forbidden);
}

TEST_F(ActingTest, only_a_confirmed_organisation_states_a_day_for_bids) {
    EXPECT_EQ(
        code_of(run(add_purpose(services(), owner_, made_, "评标", PurposeKind::bid_evaluation))),
        ErrorCode::invalid_input);
    confirm(made_);
    const PurposeId bids = save("评标", PurposeKind::bid_evaluation);
    const CivilDay today = civil_day(clock_.now());
    EXPECT_EQ(run(load_acting_offer(services(), owner_, made_))->first_day, today + Days(1));
    for (const CivilDay wrong : {today, today + Days(61)}) {
        const auto refused = act({made_, bids, "", format_day(wrong)});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::display_day_invalid);
        EXPECT_EQ(refused.error().params().at("field"), "shown_from");
    }
    ASSERT_TRUE(act({made_, bids, "", format_day(today + Days(10))}));
    EXPECT_EQ(checker(token_).visible_from, start_of(today + Days(10)));
    // A confirmation taken back takes the delay along, for everything that is checked from then on.
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return unconfirm_organisation(transaction, services().keys, made_, office_, clock_.now());
    }));
    EXPECT_EQ(checker(token_).visible_from, clock_.now());
}

TEST_F(ActingTest, a_day_that_is_not_stated_or_belongs_to_no_bid_delays_nothing) {
    confirm(made_);
    const PurposeId bids = save("评标", PurposeKind::bid_evaluation);
    const PurposeId usual = save("招聘核验");
    const std::string day = format_day(civil_day(clock_.now()) + Days(10));
    ASSERT_TRUE(act({made_, bids, "", ""}));
    EXPECT_EQ(checker(token_).visible_from, clock_.now());
    ASSERT_TRUE(act({made_, usual, "", day}));
    EXPECT_EQ(checker(token_).visible_from, clock_.now());
    ASSERT_TRUE(act({made_, std::nullopt, "评标", day}));
    EXPECT_EQ(checker(token_).visible_from, clock_.now());
}

TEST_F(ActingTest, an_authority_s_checks_are_shown_days_later) {
    confirm(made_);
    ASSERT_TRUE(write([&](storage::Transaction& transaction) {
        return set_organisation_class(transaction,
                                      services().keys,
                                      made_,
                                      domain::OrganisationClass::authority,
                                      office_,
                                      clock_.now());
    }));
    ASSERT_TRUE(act_typed("执法核查"));
    EXPECT_EQ(checker(token_).visible_from, start_of(civil_day(clock_.now()) + Days(30)));
}

TEST_F(ActingTest, what_is_kept_of_organisations_is_not_readable_in_the_database) {
    save("王演示的入职核验");
    ASSERT_TRUE(act_typed("李演示的入职核验"));
    const std::string code = invite(made_);
    const auto readable = [&](const storage::Statement& statement, std::string_view text) {
        for (const Bytes& value : rows<Bytes>(statement)) {
            if (as_text(value).find(text) != std::string_view::npos) return true;
        }
        return false;
    };
    static constexpr storage::Statement contact{"t.contact",
                                                "SELECT contact_name_sealed FROM organisation"};
    static constexpr storage::Statement phone{"t.phone",
                                              "SELECT contact_phone_sealed FROM organisation"};
    static constexpr storage::Statement purpose{"t.purpose",
                                                "SELECT text_sealed FROM organisation_purpose"};
    static constexpr storage::Statement session{
        "t.session",
        "SELECT acting_purpose_sealed FROM session WHERE acting_organisation IS NOT NULL"};
    static constexpr storage::Statement invitation{
        "t.invitation", "SELECT code_sealed FROM organisation_invitation"};
    EXPECT_FALSE(readable(contact, "演示联系人"));
    EXPECT_FALSE(readable(phone, "00000000"));
    EXPECT_FALSE(readable(purpose, "演示"));
    EXPECT_FALSE(readable(session, "演示"));
    EXPECT_FALSE(readable(invitation, code.substr(0, 4)));
    EXPECT_EQ(rows<Bytes>(session).size(), 1U);
}

}  // namespace
}  // namespace yinxin::service
