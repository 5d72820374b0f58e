// SPDX-License-Identifier: Apache-2.0
#include "support/staged_batch.hpp"

#include "yinxin/domain/licence_id.hpp"
#include "yinxin/jobs/release_batches.hpp"
#include "yinxin/storage/batch_trail.hpp"
#include "yinxin/storage/imports.hpp"
#include "yinxin/storage/persons.hpp"

#include <set>

#include <gtest/gtest.h>

namespace yinxin::test {
namespace {

using domain::BatchState;
using domain::LeftoverReason;
using storage::Reader;
using storage::Transaction;

class IssueBatch : public testing::Test {
  protected:
    /// Staged and approved: its rows are to be written.
    BatchId approve(const std::vector<domain::ExamResult>& results,
                    std::optional<Instant> release_at = std::nullopt) {
        const BatchId batch = stage_batch(*house_, results);
        const CivilDay day = civil_day(release_at.value_or(house_->clock.now()));
        sure(house_->store().write_now([&](Transaction& transaction) {
            return storage::begin_issuing(transaction, batch, release_at, day, house_->clock.now());
        }));
        return batch;
    }
    static std::vector<domain::ExamResult> results(int count, int from = 1) {
        std::vector<domain::ExamResult> all;
        for (int i = 0; i < count; ++i)
            all.push_back(exam_result(from + i));
        return all;
    }
    void write(int rows_of_a_piece = 3) {
        jobs::BatchWriter writer(issue_shop(*house_, rows_of_a_piece));
        write_all(writer);
    }
    storage::BatchRow row(BatchId batch) {
        return *sure(house_->store().read_now(
            [batch](Reader& reader) { return storage::find_batch(reader, batch); }));
    }
    std::optional<storage::CertificateRecord> certificate(const domain::ExamResult& result) {
        using Found = std::optional<storage::CertificateRecord>;
        return sure(house_->store().read_now([&](Reader& reader) -> Result<Found> {
            YX_TRY(const auto key,
                   storage::find_line_by_management_no(reader, result.management_no));
            if (!key) return Found();
            return storage::find_certificate(reader, house_->keys(), key->holder, key->line);
        }));
    }
    std::vector<storage::Leftover> leftovers(BatchId batch) {
        return sure(house_->store().read_now([&](Reader& reader) {
            return storage::list_leftovers(reader, house_->keys(), batch, 0, 100);
        }));
    }
    std::int64_t certificates() { return house_->one("SELECT COUNT(*) FROM certificate"); }

    ScratchHouse house_;
};

TEST_F(IssueBatch, every_row_becomes_an_approved_certificate_nobody_sees_yet) {
    const auto all = results(7);
    const BatchId batch = approve(all, house_->clock.now() + std::chrono::hours(20));
    write();
    EXPECT_EQ(row(batch).state, BatchState::approved);
    EXPECT_EQ(row(batch).issued_count, 7);
    EXPECT_EQ(row(batch).leftover_count, 0);
    const auto key = sure(crypto::PublicKey::parse(house_->approval_key().public_key_spki()));
    std::set<std::string> numbers;
    for (const auto& result : all) {
        const auto found = certificate(result);
        ASSERT_TRUE(found);
        EXPECT_TRUE(storage::check_approval(*found, key));
        EXPECT_FALSE(storage::is_known(*found));
        EXPECT_EQ(found->face.name, result.name);
        EXPECT_EQ(found->face.title.zh.empty(), false);
        EXPECT_EQ(found->face.issued_on, civil_day(house_->clock.now()) + Days(1))
            << "the day of its release";
        EXPECT_EQ(found->policy_id, "standard");
        EXPECT_TRUE(domain::parse_licence_id(found->face.licence_id));
        numbers.insert(found->face.certificate_no);
    }
    EXPECT_EQ(numbers.size(), 7U);
    EXPECT_TRUE(numbers.begin()->starts_with("YX2026001"));
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM import_row"), 0) << "what is personal is gone";
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM import"), 1) << "the record stays";
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM batch_step WHERE kind = 'written'"), 1);
}

TEST_F(IssueBatch, the_same_person_in_two_rows_is_one_holder_in_one_piece_or_two) {
    auto all = results(6);
    for (const int other : {1, 5}) {
        all[static_cast<std::size_t>(other)].document = all[0].document;
        all[static_cast<std::size_t>(other)].name = all[0].name;
        all[static_cast<std::size_t>(other)].specialty_code = "06";
    }
    approve(all);
    write(3);
    EXPECT_EQ(certificate(all[0])->holder, certificate(all[1])->holder) << "one piece";
    EXPECT_EQ(certificate(all[0])->holder, certificate(all[5])->holder) << "the next piece";
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM person"), 4);
}

TEST_F(IssueBatch, somebody_the_register_knows_gets_the_certificate_into_the_same_hands) {
    const auto first = results(1);
    approve(first);
    write();
    auto again = results(1, 50);
    again[0].document = first[0].document;
    again[0].name = first[0].name;
    approve(again);
    write();
    EXPECT_EQ(certificate(first[0])->holder, certificate(again[0])->holder);
}

TEST_F(IssueBatch, rows_that_cannot_become_certificates_are_left_over_with_their_reason) {
    approve(results(1, 90));
    write();
    auto all = results(6);
    all[1].document = exam_result(90).document;
    all[1].name = "另一人";
    all[2].management_no = all[0].management_no;
    all[3].specialty_code = "99";
    all[4].certificate_no = certificate(exam_result(90))->face.certificate_no;
    all[5].former_documents = {exam_result(90).document};
    const BatchId batch = approve(all);
    write(2);
    EXPECT_EQ(row(batch).state, BatchState::approved) << "the others are not held up";
    EXPECT_EQ(row(batch).issued_count, 1);
    EXPECT_EQ(row(batch).leftover_count, 5);
    std::vector<std::pair<std::int64_t, LeftoverReason>> reasons;
    for (const auto& leftover : leftovers(batch)) {
        reasons.emplace_back(leftover.row_no, leftover.reason);
    }
    EXPECT_EQ(reasons,
              (std::vector<std::pair<std::int64_t, LeftoverReason>>{
                  {3, LeftoverReason::person_differs},
                  {4, LeftoverReason::management_no_taken},
                  {5, LeftoverReason::catalogue_changed},
                  {6, LeftoverReason::certificate_no_taken},
                  {7, LeftoverReason::document_former}}));
    EXPECT_EQ(leftovers(batch).front().result, all[1]) << "the whole row can be repaired";
    EXPECT_FALSE(certificate(all[3]));
}

TEST_F(IssueBatch, a_file_may_bring_its_own_numbers_and_the_series_steps_over_them) {
    auto all = results(3);
    all[0].certificate_no = "YX20260010000001" + std::string(1, 'X');
    const auto rule = house_->reference().numbering.at("demo_exam_centre");
    all[0].certificate_no = sure(rule.number({2026, "001"}, 1));
    approve(all);
    write();
    EXPECT_EQ(certificate(all[0])->face.certificate_no, all[0].certificate_no);
    EXPECT_EQ(certificate(all[1])->face.certificate_no, sure(rule.number({2026, "001"}, 2)));
    EXPECT_EQ(certificates(), 3);
}

TEST_F(IssueBatch, a_late_writer_is_refused_by_the_cursor_and_writes_nothing_twice) {
    const auto all = results(6);
    const BatchId batch = approve(all);
    jobs::BatchWriter late(issue_shop(*house_, 2));
    jobs::BatchWriter other(issue_shop(*house_, 2));
    ASSERT_EQ(sure(late.round()), 2) << "and the piece behind it is prepared";
    ASSERT_EQ(sure(other.round()), 2) << "the other was faster with that piece";
    write_all(late);
    write_all(other);
    EXPECT_EQ(certificates(), 6);
    EXPECT_EQ(row(batch).issued_count, 6);
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM person"), 6);
}

TEST_F(IssueBatch, a_stopped_batch_stands_still_and_a_restored_one_goes_on) {
    const BatchId batch = approve(results(6));
    jobs::BatchWriter writer(issue_shop(*house_, 2));
    ASSERT_EQ(sure(writer.round()), 2);
    const auto move = [&](BatchState from, BatchState to) {
        sure(house_->store().write_now([&](Transaction& transaction) {
            return storage::move_batch(transaction, batch, from, to, house_->clock.now());
        }));
    };
    move(BatchState::issuing, BatchState::stopped);
    EXPECT_EQ(sure(writer.round()), 0);
    EXPECT_EQ(certificates(), 2);
    move(BatchState::stopped, BatchState::issuing);
    write_all(writer);
    EXPECT_EQ(certificates(), 6);
    EXPECT_EQ(row(batch).state, BatchState::approved);
}

TEST_F(IssueBatch, without_the_approval_key_nothing_is_issued_and_the_batch_says_why) {
    const BatchId batch = approve(results(2));
    jobs::IssueShop shop = issue_shop(*house_);
    shop.approver = nullptr;
    jobs::BatchWriter writer(shop);
    const auto refused = writer.round();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::key_unavailable);
    EXPECT_EQ(row(batch).trouble, "signing.key_unavailable");
    EXPECT_EQ(certificates(), 0);
    write();
    EXPECT_EQ(row(batch).trouble, "");
    EXPECT_EQ(certificates(), 2);
}

TEST_F(IssueBatch, a_damaged_row_holds_up_its_own_batch_and_no_other) {
    const BatchId damaged = approve(results(2));
    house_->change("UPDATE import_row SET result_sealed = $1 WHERE row_no = 2", Bytes{0});
    house_->clock.advance(std::chrono::seconds(1));
    const BatchId good = approve(results(2, 20));
    jobs::BatchWriter writer(issue_shop(*house_));
    const auto is_written = [&] { return row(good).state == BatchState::approved; };
    int failed = 0;
    for (int round = 0; round < 10 && !is_written(); ++round) {
        if (!writer.round()) ++failed;
    }
    EXPECT_GE(failed, 1);
    EXPECT_EQ(row(good).state, BatchState::approved);
    EXPECT_EQ(row(damaged).state, BatchState::issuing);
    EXPECT_EQ(row(damaged).trouble, "crypto.unsealing_failed");
}

TEST_F(IssueBatch, a_mobile_is_exchanged_only_until_an_account_is_bound) {
    const auto first = results(1);
    approve(first);
    write();
    const HolderId holder = certificate(first[0])->holder;
    const auto mobile = [&] {
        return sure(house_->store().read_now([&](Reader& reader) {
                   return storage::find_person_mobile(reader, house_->keys(), holder);
               }))
            ->e164;
    };
    auto again = results(1, 50);
    again[0].document = first[0].document;
    again[0].name = first[0].name;
    approve(again);
    write();
    EXPECT_EQ(mobile(), again[0].mobile);
    house_->change(
        "INSERT INTO account_holder (account_id, holder_id, proof, bound_at) "
        "VALUES (1, $1, 'office', 0)",
        holder);
    auto third = results(1, 60);
    third[0].document = first[0].document;
    third[0].name = first[0].name;
    approve(third);
    write();
    EXPECT_EQ(mobile(), again[0].mobile) << "its owner's proof is not exchanged";
    EXPECT_TRUE(certificate(third[0]));
}

TEST_F(IssueBatch, a_batch_is_out_at_its_second_and_not_before) {
    const Instant at = house_->clock.now() + std::chrono::hours(1);
    const auto all = results(2);
    const BatchId batch = approve(all, at);
    write();
    const auto release = [&](Instant now) {
        return sure(jobs::release_due_batches(house_->store(), house_->keys(), now));
    };
    EXPECT_EQ(release(at - std::chrono::seconds(1)), 0);
    EXPECT_FALSE(storage::is_released(*certificate(all[0])));
    EXPECT_EQ(release(at), 1);
    EXPECT_TRUE(storage::is_released(*certificate(all[0])));
    EXPECT_EQ(row(batch).released_at, at);
    EXPECT_EQ(row(batch).notice, storage::BatchNotice::issued);
    EXPECT_EQ(release(at + std::chrono::hours(1)), 0) << "once";
    EXPECT_EQ(house_->one("SELECT COUNT(*) FROM audit_event WHERE kind = 'batch.released'"), 1);
}

TEST_F(IssueBatch, a_batch_without_a_time_is_out_as_soon_as_it_is_written) {
    const BatchId batch = approve(results(2));
    EXPECT_EQ(sure(jobs::release_due_batches(house_->store(), house_->keys(), house_->clock.now())),
              0);
    write();
    EXPECT_EQ(sure(jobs::release_due_batches(house_->store(), house_->keys(), house_->clock.now())),
              1);
    EXPECT_EQ(row(batch).state, BatchState::released);
}

}  // namespace
}  // namespace yinxin::test
