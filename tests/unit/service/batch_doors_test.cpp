// SPDX-License-Identifier: Apache-2.0
// What every door says of a certificate whose batch was recalled or stopped, and of one whose batch
// nobody may know of.
#include "support/small_house.hpp"

#include "yinxin/service/batch_notices.hpp"
#include "yinxin/service/certificate_match.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/service/comparison.hpp"
#include "yinxin/service/copies.hpp"
#include "yinxin/service/endorsements.hpp"
#include "yinxin/service/registered_copies.hpp"
#include "yinxin/service/verification.hpp"
#include "yinxin/storage/batches.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/persons.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

using domain::BatchState;
using test::Held;
using test::sure;

class BatchDoors : public testing::Test {
  protected:
    BatchDoors() : held_(house_->add_holder()), copy_(house_->endorse(held_)) {}

    void put(BatchState state) {
        house_->change("UPDATE batch SET state = $2 WHERE batch_id = $1", held_.batch, state);
    }
    /// As a batch that was written and never released.
    void hide() {
        house_->change(
            "UPDATE batch SET state = 'approved', released_at = NULL "
            "WHERE batch_id = $1",
            held_.batch);
    }
    static ErrorCode failure(const auto& outcome) {
        return outcome ? ErrorCode::internal : outcome.error().code();
    }
    std::string token() {
        return house_->one<std::string>("SELECT token FROM copy WHERE copy_id = $1", copy_);
    }
    Result<Comparison> compare() {
        return house_->run(compare_by_token(house_->services(), token(), storage::Door::page));
    }
    std::optional<RegisterEntry> registered() {
        return sure(house_->store().read_now([&](storage::Reader& reader) {
            return read_register(reader, house_->keys(), {held_.holder, copy_});
        }));
    }
    verify::Report verified() {
        const auto name =
            house_->one<Bytes>("SELECT sha256 FROM copy_file WHERE copy_id = $1", copy_);
        crypto::Digest32 hash{};
        std::ranges::copy(name, hash.begin());
        FileQuestion question;
        question.file = sure(house_->blobs().get(hash));
        return sure(house_->run(verify_file(house_->services(), std::move(question))));
    }
    std::optional<storage::CertificateRecord> claimed() {
        using Found = std::optional<storage::CertificateRecord>;
        return sure(house_->store().read_now([&](storage::Reader& reader) -> Result<Found> {
            YX_TRY(const auto record,
                   storage::find_certificate(
                       reader, house_->keys(), held_.holder, held_.line, std::nullopt));
            const domain::FaceData& face = record->face;
            YX_TRY(const CertificateClaim claim,
                   parse_certificate_claim(face.name, face.id_number, face.management_no));
            return find_claimed_certificate(reader, house_->keys(), claim);
        }));
    }

    test::ScratchHouse house_;
    Held held_;
    CopyId copy_;
};

/// State and the code, verdict and words it must have.
struct Withheld {
    BatchState state;
    ComparisonVerdict verdict;
    const char* finding;
};
class WithheldBatch : public BatchDoors, public testing::WithParamInterface<Withheld> {
  protected:
    void SetUp() override { put(GetParam().state); }
};
INSTANTIATE_TEST_SUITE_P(
    States,
    WithheldBatch,
    testing::Values(
        Withheld{BatchState::recalled, ComparisonVerdict::recalled, "certificate.recalled"},
        Withheld{BatchState::stopped, ComparisonVerdict::stopped, "certificate.batch_stopped"}),
    [](const auto& info) { return std::string(domain::key(info.param.state)); });

TEST_P(WithheldBatch, the_holder_s_list_tells_that_it_is_gone_and_shows_nothing_of_it) {
    EXPECT_TRUE(sure(house_->run(list_certificates(house_->services(), held_.actor))).empty());
    const auto withheld = sure(house_->run(list_withheld(house_->services(), held_.actor)));
    ASSERT_EQ(withheld.size(), 1U);
    EXPECT_EQ(withheld[0].batch_state, GetParam().state);
}

TEST_P(WithheldBatch, no_page_of_the_certificate_and_no_picture_opens) {
    EXPECT_EQ(failure(house_->run(load_certificate(house_->services(), held_.actor, held_.line))),
              ErrorCode::not_found);
    EXPECT_EQ(failure(house_->run(draw_preview(
                  house_->services(), held_.actor, held_.line, documents::SvgSize::thumbnail))),
              ErrorCode::not_found);
}

TEST_P(WithheldBatch, no_application_is_taken_and_no_copy_opens) {
    EXPECT_EQ(failure(house_->run(apply_for_endorsement(
                  house_->services(), held_.actor, held_.line, {.days = 30, .recipient = {}}, {}))),
              ErrorCode::not_found);
    EXPECT_FALSE(house_->run(load_copy(house_->services(), held_.actor, copy_)));
    EXPECT_FALSE(house_->run(draw_copy(house_->services(), held_.actor, copy_)));
    EXPECT_FALSE(house_->run(open_file(house_->services(), held_.actor, copy_)));
}

TEST_P(WithheldBatch, a_link_that_was_made_before_opens_nothing) {
    put(BatchState::released);
    const auto link = sure(house_->run(make_download_link(house_->services(), held_.actor, copy_)));
    put(GetParam().state);
    EXPECT_FALSE(house_->run(redeem_link(house_->services(), link.token)));
}

TEST_P(WithheldBatch, a_copy_that_waits_to_be_pressed_gets_no_seal) {
    put(BatchState::released);
    house_->apply(held_, {.days = 30, .recipient = "演示单位"});
    put(GetParam().state);
    EXPECT_EQ(house_->press().released, 0);
    EXPECT_EQ(house_->one("SELECT SUM(uses) FROM seal"), 1) << "only the copy of before";
}

TEST_P(WithheldBatch, the_compare_page_says_so) {
    EXPECT_EQ(sure(compare()).verdict, GetParam().verdict);
}

TEST_P(WithheldBatch, an_existing_copy_is_never_valid_and_its_code_tells_why) {
    const verify::Report report = verified();
    EXPECT_EQ(report.verdict, verify::Verdict::revoked);
    EXPECT_EQ(verify::deciding_code(report), GetParam().finding);
    const auto entry = registered();
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->copy.status, domain::CertificateStatus::valid) << "it is not revoked";
}

TEST_P(WithheldBatch, a_query_finds_it_and_says_so) {
    const auto found = claimed();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->batch_state, GetParam().state);
}

TEST_P(WithheldBatch, it_still_proves_that_the_register_knows_the_person) {
    EXPECT_TRUE(sure(house_->store().read_now([&](storage::Reader& reader) {
        return storage::has_released_certificate(reader, held_.holder);
    })));
}

TEST_P(WithheldBatch, everything_opens_again_when_the_batch_is_back) {
    put(BatchState::released);
    EXPECT_EQ(sure(compare()).verdict, ComparisonVerdict::current);
    EXPECT_EQ(verified().verdict, verify::Verdict::valid);
    EXPECT_EQ(sure(house_->run(list_certificates(house_->services(), held_.actor))).size(), 1U);
}

TEST_F(BatchDoors, nothing_of_a_batch_that_was_never_released_is_known_at_any_door) {
    for (const BatchState state :
         {BatchState::approved, BatchState::stopped, BatchState::recalled, BatchState::issuing}) {
        hide();
        put(state);
        const auto name = domain::key(state);
        EXPECT_TRUE(sure(house_->run(list_withheld(house_->services(), held_.actor))).empty())
            << name;
        EXPECT_EQ(failure(compare()), ErrorCode::not_found) << name;
        EXPECT_FALSE(registered()) << name;
        EXPECT_FALSE(claimed()) << name;
        EXPECT_FALSE(sure(house_->store().read_now([&](storage::Reader& reader) {
            return storage::has_released_certificate(reader, held_.holder);
        }))) << name;
    }
}

class BatchNotices : public BatchDoors {
  protected:
    void tell(storage::BatchNotice notice) {
        sure(house_->store().write_now([&](storage::Transaction& transaction) {
            return storage::begin_notice(transaction, held_.batch, notice);
        }));
    }
    std::int64_t messages(std::string_view name) {
        return house_->one("SELECT COUNT(*) FROM message WHERE name = $1", name);
    }
    void run_rounds() {
        while (sure(tell_batch_holders(house_->services(), house_->clock.now(), 1)) > 0) {
        }
    }
};

TEST_F(BatchNotices, every_holder_with_a_confirmed_mobile_is_told_once) {
    const auto second = house_->add_person("李演示");
    const auto third = house_->add_person("周演示");
    const LineId line = house_->add_certificate(second);
    const LineId other = house_->add_certificate(third);
    for (const LineId moved : {line, other}) {
        house_->change(
            "UPDATE certificate SET batch_id = $2 WHERE line_id = $1", moved, held_.batch);
    }
    house_->change("UPDATE account SET mobile_confirmed = 0 WHERE account_id = $1", third.account);
    tell(storage::BatchNotice::issued);
    run_rounds();
    EXPECT_EQ(messages("certificate_issued"), 2);
    run_rounds();
    EXPECT_EQ(messages("certificate_issued"), 2) << "nobody is told twice";
}

TEST_F(BatchNotices, a_release_is_not_told_while_the_batch_is_stopped) {
    tell(storage::BatchNotice::issued);
    put(BatchState::stopped);
    run_rounds();
    EXPECT_EQ(messages("certificate_issued"), 0);
    put(BatchState::released);
    run_rounds();
    EXPECT_EQ(messages("certificate_issued"), 1);
}

TEST_F(BatchNotices, a_recall_is_told_instead_of_a_release_that_was_not_told_yet) {
    tell(storage::BatchNotice::issued);
    put(BatchState::recalled);
    tell(storage::BatchNotice::recalled);
    run_rounds();
    EXPECT_EQ(messages("certificate_issued"), 0);
    EXPECT_EQ(messages("batch_recalled"), 1);
}

}  // namespace
}  // namespace yinxin::service
