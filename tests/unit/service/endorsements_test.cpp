// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/endorsements.hpp"

#include "support/small_house.hpp"
#include "support/test_database.hpp"

#include "yinxin/storage/certificate_changes.hpp"

#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::EndorsementTerms;
using service::Applied;
using service::Confirmations;

constexpr Confirmations yes{.is_short = true, .is_repeat = true};

class Endorsements : public testing::Test {
  protected:
    Result<Applied> apply(const Held& held, EndorsementTerms terms, Confirmations answers = {}) {
        return house_->run(service::apply_for_endorsement(
            house_->services(), held.actor, held.line, std::move(terms), answers));
    }
    service::CertificateFacts facts(const Held& held) {
        return sure(
            house_->run(service::load_certificate(house_->services(), held.actor, held.line)));
    }
    std::int64_t rows(const Held& held) {
        return house_->one("SELECT COUNT(*) FROM endorsement WHERE holder_id = $1", held.holder);
    }

    ScratchHouse house_;
};

EndorsementTerms terms(int days = 90, std::string recipient = {}) {
    EndorsementTerms wish;
    wish.days = days;
    wish.recipient = std::move(recipient);
    return wish;
}

TEST_F(Endorsements, fifty_equal_submissions_at_once_make_one_application) {
    const Held held = house_->add_holder();
    std::vector<std::thread> browsers;
    std::vector<std::optional<Result<Applied>>> answers(50);
    for (auto& answer : answers) {
        browsers.emplace_back([&] { answer.emplace(apply(held, terms())); });
    }
    for (auto& browser : browsers) {
        browser.join();
    }
    std::set<EndorsementId> ids;
    int fresh = 0;
    for (const auto& answer : answers) {
        ASSERT_TRUE(answer->has_value()) << answer->error().describe();
        ids.insert(answer->value().id);
        fresh += answer->value().is_new ? 1 : 0;
    }
    EXPECT_EQ(ids.size(), 1U);
    EXPECT_EQ(fresh, 1);
    EXPECT_EQ(rows(held), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM copy WHERE holder_id = $1", held.holder), 1);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM job WHERE holder_id = $1", held.holder), 1);
}

TEST_F(Endorsements, fifty_different_submissions_at_once_make_one_and_the_others_hear_which) {
    const Held held = house_->add_holder();
    std::vector<std::thread> browsers;
    std::vector<std::optional<Result<Applied>>> answers(50);
    for (std::size_t i = 0; i < answers.size(); ++i) {
        browsers.emplace_back(
            [&, i] { answers[i].emplace(apply(held, terms(90, "演示单位" + std::to_string(i)))); });
    }
    for (auto& browser : browsers) {
        browser.join();
    }
    int accepted = 0;
    std::string id;
    for (const auto& answer : answers) {
        if (answer->has_value()) {
            ++accepted;
            id = answer->value().id.str();
        }
    }
    EXPECT_EQ(accepted, 1);
    for (const auto& answer : answers) {
        if (answer->has_value()) continue;
        EXPECT_EQ(answer->error().code(), ErrorCode::endorsement_pending);
        EXPECT_EQ(answer->error().params().at("id"), id);
    }
    EXPECT_EQ(rows(held), 1);
}

TEST_F(Endorsements, the_fourth_in_the_window_is_refused_with_the_first_possible_day) {
    const Held held = house_->add_holder();
    house_->endorse(held, terms());
    house_->clock.advance(std::chrono::days(10));
    house_->endorse(held, terms());
    house_->clock.advance(std::chrono::days(10));
    house_->endorse(held, terms());
    const auto refused = apply(held, terms(), yes);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::endorsement_limit_reached);
    EXPECT_EQ(refused.error().params().at("used"), "3");
    EXPECT_EQ(refused.error().params().at("quota"), "3");
    // 23 November is day one of ninety; day ninety-one is 21 February.
    EXPECT_EQ(refused.error().params().at("first_day"), "2027-02-21");

    const Instant first_day = start_of(make_day(2027, 2, 21));
    house_->clock.set(first_day - std::chrono::seconds(1));
    EXPECT_FALSE(apply(held, terms(), yes)) << "one second before that day";
    house_->clock.set(first_day);
    const auto again = apply(held, terms(), yes);
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_TRUE(again->is_new);
    EXPECT_EQ(house_->press().released, 1);
}

TEST_F(Endorsements, the_quota_belongs_to_the_certificate_with_all_its_versions) {
    const Held held = house_->add_holder();
    for (const int days : {90, 60, 30}) {
        house_->endorse(held, terms(days));
    }
    house_->supersede(held, "王更正");
    sure(house_->run(service::confirm_data(house_->services(), held.actor, held.line, 2)));
    const auto refused = apply(held, terms(), yes);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::endorsement_limit_reached);
}

TEST_F(Endorsements, withdrawn_and_expired_ones_count_failed_and_ended_ones_do_not) {
    const Held held = house_->add_holder();
    const CopyId withdrawn = house_->endorse(held, terms());
    sure(house_->run(service::withdraw_endorsement(house_->services(), held.actor, withdrawn)));
    house_->endorse(held, terms(7));
    house_->clock.advance(std::chrono::days(20));  // the second has expired
    EXPECT_EQ(facts(held).used, 2);
    EXPECT_EQ(facts(held).current(house_->clock.now()), nullptr);

    const EndorsementId third = house_->apply(held, terms());
    EXPECT_EQ(facts(held).used, 3);
    house_->change("UPDATE endorsement SET state = 'failed' WHERE endorsement_id = $1", third);
    EXPECT_EQ(facts(held).used, 2);
    house_->change("UPDATE endorsement SET state = 'ended_by_office' WHERE endorsement_id = $1",
                   third);
    EXPECT_EQ(facts(held).used, 2);
    EXPECT_TRUE(apply(held, terms(90), yes));
    EXPECT_EQ(facts(held).used, 3);
}

TEST_F(Endorsements, the_database_refuses_what_was_slipped_past_the_code) {
    const Held held = house_->add_holder();
    house_->apply(held);
    const auto slip = [&](int slot, const char* state) {
        return house_->store().write_now([&](storage::Transaction& transaction) {
            return transaction.execute(
                storage::Statement{
                    "test.slip",
                    "INSERT INTO endorsement (holder_id, endorsement_id, line_id, version, "
                    "account_id, slot, applied_at, applied_on, window_ends_on, valid_until, days, "
                    "scenario, recipient, repeat_no, state, state_at, copy_id) SELECT holder_id, "
                    "$1, line_id, version, account_id, $2, applied_at, applied_on, "
                    "window_ends_on, valid_until, days, scenario, 'x', $2, $3, state_at, $1 "
                    "FROM endorsement WHERE holder_id = $4 LIMIT 1"},
                new_id(),
                slot,
                state,
                held.holder);
        });
    };
    const auto code = [](const Result<std::int64_t>& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    };
    EXPECT_EQ(code(slip(1, "ready")), ErrorCode::storage_conflict) << "the slot is taken";
    EXPECT_EQ(code(slip(4, "ready")), ErrorCode::storage_conflict) << "over the quota";
    EXPECT_EQ(code(slip(0, "ready")), ErrorCode::storage_conflict) << "no such slot";
    EXPECT_EQ(code(slip(2, "pending")), ErrorCode::storage_conflict) << "a second pending one";
    EXPECT_TRUE(slip(1, "failed")) << "a failed one occupies no slot";
    EXPECT_TRUE(slip(2, "ready"));
    // Nor can a row come back to life in a slot that is taken.
    const auto revived = house_->store().write_now([&](storage::Transaction& transaction) {
        return transaction.execute(storage::Statement{
            "test.revive", "UPDATE endorsement SET state = 'ready' WHERE state = 'failed'"});
    });
    EXPECT_EQ(code(revived), ErrorCode::storage_conflict);
}

TEST_F(Endorsements, a_confirmed_repeat_on_the_same_day_makes_a_second_and_a_click_does_not) {
    const Held held = house_->add_holder();
    const auto first = sure(apply(held, terms()));
    ASSERT_EQ(house_->press().released, 1);
    const auto click = sure(apply(held, terms()));
    EXPECT_EQ(click.id, first.id);
    EXPECT_FALSE(click.is_new);
    const auto preview = sure(house_->run(
        service::preview_application(house_->services(), held.actor, held.line, terms())));
    EXPECT_EQ(preview.same_today, first.id);
    EXPECT_EQ(preview.use_no, 2);
    const auto repeat = sure(apply(held, terms(), {.is_short = false, .is_repeat = true}));
    EXPECT_TRUE(repeat.is_new);
    EXPECT_NE(repeat.id, first.id);
    house_->press();
    house_->clock.advance(std::chrono::days(1));
    EXPECT_TRUE(sure(apply(held, terms())).is_new) << "the next day is another day";
}

TEST_F(Endorsements, days_are_checked_before_the_question_whether_so_few_are_meant) {
    const Held held = house_->add_holder();
    for (const int days : {0, -1, 91}) {
        const auto refused = apply(held, terms(days), yes);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::endorsement_days_out_of_range);
    }
    const auto asked = apply(held, terms(6));
    ASSERT_FALSE(asked);
    EXPECT_EQ(asked.error().code(), ErrorCode::endorsement_short_confirmation);
    EXPECT_TRUE(apply(held, terms(6), {.is_short = true, .is_repeat = false}));
}

TEST_F(Endorsements, what_the_page_promised_is_what_is_recorded) {
    house_->clock.set(start_of(make_day(2026, 11, 24)) - std::chrono::seconds(1));
    const Held held = house_->add_holder();
    const auto preview = sure(house_->run(
        service::preview_application(house_->services(), held.actor, held.line, terms(1))));
    EXPECT_EQ(preview.validity.until, start_of(make_day(2026, 11, 24))) << "one second is a day";
    EXPECT_EQ(preview.use_no, 1);
    const auto id = house_->apply(held, terms(90));
    const auto row =
        sure(house_->run(service::load_application(house_->services(), held.actor, id)))
            .endorsement;
    EXPECT_EQ(row.valid_until, start_of(make_day(2027, 2, 21)));
    EXPECT_EQ(row.applied_on, make_day(2026, 11, 23));
}

TEST_F(Endorsements, data_must_have_been_confirmed_for_this_very_version) {
    const Held held = house_->add_holder();
    house_->supersede(held, "王更正");
    const auto refused = apply(held, terms());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::data_check_required);
    const auto stale =
        house_->run(service::confirm_data(house_->services(), held.actor, held.line, 1));
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().code(), ErrorCode::conflict);
    sure(house_->run(service::confirm_data(house_->services(), held.actor, held.line, 2)));
    EXPECT_TRUE(apply(held, terms()));
}

TEST_F(Endorsements, only_the_holder_of_a_valid_released_certificate_may_apply) {
    const Held held = house_->add_holder();
    Held stranger = house_->add_holder();
    stranger.line = held.line;
    EXPECT_EQ(apply(stranger, terms()).error().code(), ErrorCode::not_found);

    house_->set_status(held, domain::CertificateStatus::suspended);
    EXPECT_EQ(apply(held, terms()).error().code(), ErrorCode::certificate_not_valid);
    house_->set_status(held, domain::CertificateStatus::valid);
    house_->change("UPDATE batch SET state = 'approved' WHERE batch_id = $1", held.batch);
    EXPECT_EQ(apply(held, terms()).error().code(), ErrorCode::not_found) << "as if not there";
}

TEST_F(Endorsements, a_status_that_changes_meanwhile_misses_no_application) {
    if (!is_on_postgres()) GTEST_SKIP() << "SQLite has one writer: nothing comes between";
    const Held held = house_->add_holder();
    const storage::LineKey key{held.holder, held.line};
    bool has_applied = false;
    std::vector<CopyId> ended;
    sure(house_->store().write_now([&](storage::Transaction& transaction) -> Result<void> {
        // What this transaction sees is settled from here on.
        YX_CHECK(storage::find_certificate(transaction, house_->keys(), key.holder, key.line));
        if (!has_applied) {
            has_applied = true;
            std::thread([&] { house_->apply(held); }).join();
        }
        YX_CHECK(storage::set_certificate_status(
            transaction, key, domain::CertificateStatus::revoked, "演示", house_->clock.now()));
        YX_TRY(ended,
               storage::end_open_endorsements(
                   transaction, key, "certificate.ended", house_->clock.now()));
        return ok();
    }));
    EXPECT_EQ(ended.size(), 1U);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM endorsement WHERE state = 'pending'"), 0);
}

TEST_F(Endorsements, an_exempt_certificate_needs_none) {
    CertificateWish wish;
    wish.qualification = "tax_adviser";
    wish.specialty = "";
    wish.approved_on = make_day(2020, 11, 1);
    wish.issued_on = make_day(2021, 3, 1);
    const Held held = house_->add_holder(wish);
    EXPECT_EQ(apply(held, terms()).error().code(), ErrorCode::endorsement_not_needed);
}

TEST_F(Endorsements, an_unknown_scenario_and_a_bad_recipient_are_refused) {
    const Held held = house_->add_holder();
    EndorsementTerms odd = terms();
    odd.scenario = "for_fun";
    EXPECT_EQ(apply(held, odd).error().code(), ErrorCode::endorsement_scenario_unknown);
    EXPECT_EQ(apply(held, terms(90, std::string(200, 'x'))).error().code(),
              ErrorCode::endorsement_recipient_invalid);
}

TEST_F(Endorsements, a_pending_application_cannot_be_withdrawn_and_a_ready_one_only_once) {
    const Held held = house_->add_holder();
    const auto id = house_->apply(held);
    const CopyId copy = house_->copy_of(held, id);
    const auto withdraw = [&] {
        return house_->run(service::withdraw_endorsement(house_->services(), held.actor, copy));
    };
    EXPECT_EQ(withdraw().error().code(), ErrorCode::endorsement_not_ready);
    house_->press();
    EXPECT_TRUE(withdraw());
    EXPECT_EQ(withdraw().error().code(), ErrorCode::endorsement_withdrawn);
    EXPECT_EQ(facts(held).used, 1);
}

TEST_F(Endorsements, a_job_past_its_promise_is_shown_as_overdue) {
    const Held held = house_->add_holder();
    const auto id = house_->apply(held);
    const auto view = [&] {
        return sure(house_->run(service::load_application(house_->services(), held.actor, id)))
            .view;
    };
    EXPECT_EQ(view(), domain::EndorsementView::generating);
    house_->clock.advance(std::chrono::hours(24) + std::chrono::seconds(1));
    EXPECT_EQ(view(), domain::EndorsementView::overdue);
}

}  // namespace
}  // namespace yinxin::test
