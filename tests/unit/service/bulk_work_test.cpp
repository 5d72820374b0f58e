// SPDX-License-Identifier: Apache-2.0
// Bulk checks at work: verdicts, the holders' view, fairness, cancelling, coming back.
#include "support/bulk_house.hpp"

#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/checks.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::BulkCare;
using domain::BulkId;
using domain::BulkState;
using domain::BulkVerdict;
using testing::ElementsAre;

constexpr const char* id_of_nobody = "11010519491231002X";

class BulkWork : public testing::Test {
  protected:
    std::vector<storage::CheckRow> checks_of(const Held& held) {
        return sure(bulk_.house->store().read_now([&](storage::Reader& reader) {
            return storage::list_checks(
                reader, bulk_.house->keys(), held.holder, bulk_.house->clock.now(), 9);
        }));
    }
    /// A row about nobody; `n` makes it another one.
    static std::string nobody(int n) {
        return "王演示," + std::string(id_of_nobody) + ",N" + std::to_string(n);
    }
    std::string rows_about_nobody(int count) {
        // Different persons, or the limit of wrong answers would end the list.
        std::vector<std::string> rows;
        for (int i = 0; i < count; ++i)
            rows.push_back("王演示,P" + std::to_string(100000 + i) + ",N" + std::to_string(i));
        return BulkHouse::list(rows);
    }

    BulkHouse bulk_;
};

TEST_F(BulkWork, each_row_gets_its_verdict_and_its_reason) {
    const Held good = bulk_.house->add_holder();
    const Held gone = bulk_.house->add_holder({.status = domain::CertificateStatus::revoked});
    const Held paused = bulk_.house->add_holder({.status = domain::CertificateStatus::suspended});
    const Held recalled = bulk_.house->add_holder({.batch = storage::BatchState::recalled});
    const Held hidden = bulk_.house->add_holder({.batch = storage::BatchState::approved});
    const BulkId id = bulk_.check(bulk_.list({bulk_.row_of(good),
                                              bulk_.row_of(gone),
                                              bulk_.row_of(paused),
                                              bulk_.row_of(recalled),
                                              bulk_.row_of(hidden),
                                              nobody(1),
                                              "王演示,110105194912310020,N2",
                                              "王演示,11010519491231002X,"}));
    EXPECT_THAT(bulk_.told(id),
                ElementsAre("1.0 VALID",
                            "2.0 REVOKED certificate.revoked",
                            "3.0 REVOKED certificate.suspended",
                            "4.0 REVOKED certificate.recalled",
                            "5.0 NOT_FOUND row.not_found",
                            "6.0 NOT_FOUND row.not_found",
                            "7.0 UNREADABLE person.id_number_check",
                            "8.0 UNREADABLE certificate.number_invalid"));
    const auto answers = bulk_.answers(id);
    EXPECT_EQ(answers[0].judged.answer.name, "王演示");
    EXPECT_EQ(answers[0].judged.answer.place, 2) << "below the header";
    EXPECT_EQ(answers[0].judged.answer.source, "list.csv");
    EXPECT_FALSE(answers[0].judged.answer.qualification.zh.empty());
    EXPECT_TRUE(answers[4].judged.answer.qualification.zh.empty()) << "nothing of a hidden one";
    EXPECT_EQ(answers[5].judged.answer.masked_id, "1****************X");
    EXPECT_EQ(answers[6].judged.answer.field, "id_number");
    const service::BulkStanding standing = bulk_.standing(id);
    EXPECT_EQ(standing.check.state, BulkState::finished);
    EXPECT_EQ(standing.check.items_done, 8);
    EXPECT_EQ(standing.count(BulkCare::act), 3);
    EXPECT_EQ(standing.count(BulkCare::look), 4);
    EXPECT_EQ(standing.count(BulkCare::none), 1);
}

TEST_F(BulkWork, what_was_handed_in_is_gone_when_it_is_answered) {
    const BulkId id = bulk_.check(bulk_.list({bulk_.row_of(bulk_.house->add_holder()), nobody(1)}));
    EXPECT_EQ(bulk_.standing(id).check.state, BulkState::finished);
    for (const char* table : {"bulk_table", "bulk_file", "bulk_item"}) {
        const std::string statement = "SELECT COUNT(*) FROM " + std::string(table);
        EXPECT_EQ(bulk_.house->one(statement.c_str()), 0) << table;
    }
    for (const auto& one : bulk_.answers(id))
        EXPECT_EQ(one.judged.answer.masked_id.find("1194"), std::string::npos);
}

TEST_F(BulkWork, the_holder_of_each_certificate_found_sees_who_checked_and_why) {
    const Held held = bulk_.house->add_holder();
    const Held other = bulk_.house->add_holder();
    bulk_.check(bulk_.list({bulk_.row_of(held), nobody(1)}));
    const auto checks = checks_of(held);
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks[0].door, storage::Door::bulk);
    EXPECT_EQ(checks[0].purpose, "投标人员资格核验");
    EXPECT_EQ(checks[0].checker_name, "ho***");
    EXPECT_EQ(checks[0].outcome, "VALID");
    EXPECT_TRUE(checks_of(other).empty());
}

TEST_F(BulkWork, rows_that_need_care_come_first_and_pages_hold_so_many) {
    const Held good = bulk_.house->add_holder();
    const Held gone = bulk_.house->add_holder({.status = domain::CertificateStatus::cancelled});
    const BulkId id =
        bulk_.check(bulk_.list({bulk_.row_of(good), nobody(1), bulk_.row_of(gone), nobody(2)}));
    const auto page = [&](const storage::BulkPage& wanted) {
        std::vector<std::string> all;
        for (const auto& one : sure(bulk_.house->run(
                 service::page_bulk(bulk_.house->services(), bulk_.owner(), id, wanted))))
            all.emplace_back(domain::key(one.verdict));
        return all;
    };
    EXPECT_THAT(page({}), ElementsAre("REVOKED", "NOT_FOUND", "NOT_FOUND", "VALID"));
    EXPECT_THAT(page({.most = 2, .after = 2}), ElementsAre("NOT_FOUND", "VALID"));
    const int valid = domain::rank_of(BulkVerdict::valid);
    EXPECT_THAT(page({.lowest_rank = valid, .highest_rank = valid}), ElementsAre("VALID"));
}

TEST_F(BulkWork, a_long_list_keeps_a_short_one_waiting_for_one_slice) {
    bulk_.start(bulk_.hand_in(rows_about_nobody(3 * service::rows_of_slice)));
    const service::Actor second = bulk_.house->add_person("另一家");
    const auto owner = BulkHouse::owner_of(second);
    EXPECT_EQ(bulk_.work_once(), service::rows_of_slice);
    const BulkId late =
        sure(bulk_.try_hand_in(to_bytes(BulkHouse::list({nobody(1)})), "short.csv", owner));
    sure(bulk_.try_start(late, owner));
    const auto state = [&] {
        return sure(bulk_.house->run(service::load_bulk(bulk_.house->services(), owner, late)))
            .check.state;
    };
    int rounds = 0;
    while (state() != BulkState::finished && rounds < 10) {
        bulk_.work_once();
        ++rounds;
    }
    EXPECT_LE(rounds, 4) << "its slice, its documents, and one of the long list before each";
}

TEST_F(BulkWork, cancelling_keeps_what_is_answered_and_makes_its_result) {
    const BulkId id = bulk_.hand_in(rows_about_nobody(service::rows_of_slice + 10));
    bulk_.start(id);
    bulk_.work_once();
    sure(bulk_.house->run(service::cancel_bulk(bulk_.house->services(), bulk_.owner(), id)));
    bulk_.work();
    const service::BulkStanding standing = bulk_.standing(id);
    EXPECT_EQ(standing.check.state, BulkState::finished);
    EXPECT_TRUE(standing.check.is_cancelled);
    EXPECT_EQ(standing.answers(), service::rows_of_slice);
    EXPECT_EQ(standing.check.items_done, service::rows_of_slice);
    ASSERT_TRUE(standing.summary);
    EXPECT_TRUE(standing.summary->is_cancelled);
    const auto again =
        bulk_.house->run(service::cancel_bulk(bulk_.house->services(), bulk_.owner(), id));
    EXPECT_EQ(again.error().code(), ErrorCode::bulk_not_open);
}

TEST_F(BulkWork, a_worker_that_died_loses_its_slice_and_nothing_else) {
    const BulkId id = bulk_.hand_in(rows_about_nobody(5));
    bulk_.start(id);
    // Claimed by a worker that never comes back.
    const auto dead = sure(bulk_.house->store().write_now([&](storage::Transaction& transaction) {
        return storage::claim_bulk_check(
            transaction, bulk_.house->clock.now(), service::bulk_lease);
    }));
    ASSERT_TRUE(dead);
    EXPECT_EQ(bulk_.work_once(), 0) << "its lease runs";
    bulk_.house->clock.advance(service::bulk_lease);
    bulk_.work();
    EXPECT_EQ(bulk_.standing(id).check.state, BulkState::finished);
    EXPECT_EQ(bulk_.answers(id).size(), 5U);
}

TEST_F(BulkWork, it_goes_on_after_a_restart) {
    const std::string text = rows_about_nobody(service::rows_of_slice + 5);
    const BulkId id = bulk_.hand_in(text);
    bulk_.start(id);
    bulk_.work_once();
    bulk_.house.reopen();
    EXPECT_EQ(bulk_.standing(id).check.items_done, service::rows_of_slice);
    bulk_.work();
    EXPECT_EQ(bulk_.answers(id).size(), static_cast<std::size_t>(service::rows_of_slice) + 5);
}

TEST_F(BulkWork, ten_wrong_answers_about_a_person_close_that_person_for_the_day) {
    const Held held = bulk_.house->add_holder();
    const std::string good = bulk_.row_of(held);
    const std::string start = good.substr(0, good.rfind(',') + 1);
    std::vector<std::string> guesses;
    for (int i = 0; i < 12; ++i)
        guesses.push_back(start + "G" + std::to_string(i));
    guesses.push_back(good);
    const auto told = bulk_.told(bulk_.check(bulk_.list(guesses)));
    EXPECT_EQ(std::ranges::count_if(
                  told, [](const std::string& one) { return one.ends_with("row.not_found"); }),
              10);
    EXPECT_EQ(told.back(), "13.0 NOT_CHECKED row.too_many_wrong") << "within one slice, too";
    EXPECT_THAT(bulk_.told(bulk_.check(bulk_.list({good}))),
                ElementsAre("1.0 NOT_CHECKED row.too_many_wrong"));
    bulk_.house->clock.advance(Days(1));
    EXPECT_THAT(bulk_.told(bulk_.check(bulk_.list({good}))), ElementsAre("1.0 VALID"));
}

TEST_F(BulkWork, a_number_nobody_should_try_names_with_closes_as_well) {
    const Held held = bulk_.house->add_holder();
    const std::string good = bulk_.row_of(held);
    const std::string number = good.substr(good.rfind(',') + 1);
    std::vector<std::string> guesses;
    for (int i = 0; i < 11; ++i)
        guesses.push_back("王演示,P" + std::to_string(200000 + i) + "," + number);
    guesses.push_back(good);
    EXPECT_EQ(bulk_.told(bulk_.check(bulk_.list(guesses))).back(),
              "12.0 NOT_CHECKED row.too_many_wrong");
}

TEST_F(BulkWork, an_item_that_never_comes_through_is_given_up_alone) {
    const Held held = bulk_.house->add_holder();
    const BulkId id = bulk_.hand_in(bulk_.list({bulk_.row_of(held), nobody(1)}));
    bulk_.start(id);
    // Somebody damaged the certificate's row: every look at it fails.
    bulk_.house->change(
        "UPDATE certificate SET face_sealed = $2 WHERE holder_id = $1", held.holder, Bytes{0});
    service::BulkShop shop{bulk_.house->services(), bulk_.house->runtime(), bulk_.words};
    for (int i = 0; i < 30 && bulk_.standing(id).check.state != BulkState::finished; ++i) {
        (void)service::work_on_bulk(shop);
        bulk_.house->clock.advance(std::chrono::minutes(10));
    }
    EXPECT_THAT(bulk_.told(id),
                ElementsAre("1.0 NOT_CHECKED check.failed", "2.0 NOT_FOUND row.not_found"));
}

TEST_F(BulkWork, a_client_that_follows_hears_of_what_it_has_checked) {
    const Held held = bulk_.house->add_holder();
    const storage::BulkOwner client{storage::BulkOwnerKind::client, 77};
    const BulkId id =
        sure(bulk_.try_hand_in(to_bytes(bulk_.list({bulk_.row_of(held)})), "list.csv", client));
    service::BulkAsker asker;
    asker.follows = true;
    sure(bulk_.try_start(id, client, asker));
    bulk_.work();
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM api_watch WHERE client_id = 77"), 1);
}

TEST_F(BulkWork, a_result_goes_when_its_time_is_over_and_is_still_recognised) {
    const BulkId id = bulk_.check(bulk_.list({nobody(1)}));
    const Bytes csv = bulk_.document(id, storage::BulkDocumentKind::csv);
    bulk_.house->clock.advance(Days(30));
    sure(bulk_.house->store().write_now([&](storage::Transaction& transaction) {
        return storage::forget_old_bulk_checks(transaction, bulk_.house->clock.now());
    }));
    const auto gone =
        bulk_.house->run(service::load_bulk(bulk_.house->services(), bulk_.owner(), id));
    EXPECT_EQ(gone.error().code(), ErrorCode::not_found);
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_answer"), 0);
    EXPECT_TRUE(sure(bulk_.house->run(
        service::recognise_bulk_document(bulk_.house->services(), crypto::sha256(csv)))));
}

TEST_F(BulkWork, the_owner_can_delete_a_result_at_once) {
    const BulkId id = bulk_.check(bulk_.list({nobody(1)}));
    sure(bulk_.house->run(service::forget_bulk(bulk_.house->services(), bulk_.owner(), id)));
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_document"), 0);
    EXPECT_EQ(bulk_.house->one("SELECT COUNT(*) FROM bulk_summary"), 1);
}

}  // namespace
}  // namespace yinxin::test
