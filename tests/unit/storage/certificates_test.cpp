// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/certificates.hpp"

#include "support/test_database.hpp"
#include "support/test_suite.hpp"

#include "yinxin/crypto/keys.hpp"
#include "yinxin/storage/articles.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/paper_certificates.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/seals.hpp"
#include "yinxin/storage/settled_endorsements.hpp"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

namespace fs = std::filesystem;
using domain::CertificateStatus;

constexpr Instant day_one{std::chrono::seconds{1'700'000'000}};

domain::FaceData face_of(std::string number) {
    domain::FaceData face;
    face.name = "王㛃";
    face.id_number = "11999919900101008X";
    face.qualification_id = "constructor_1";
    face.title = {"证书", "Certificate"};
    face.approved_on = make_day(2023, 5, 1);
    face.issued_on = make_day(2023, 8, 1);
    face.certificate_no = "YS" + number;
    face.management_no = "2023" + number;
    face.seal_type = "central";
    return face;
}

/// A register with one policy, one released batch and an approval key.
class RegisterTest : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "yx-register-XXXXXX").string();
        directory_ = ::mkdtemp(pattern.data());
        ASSERT_TRUE(DataKeys::create(directory_, test::suite()));
        keys_ = std::make_unique<DataKeys>(*DataKeys::load(directory_));
        store_ = test::new_store(directory_, day_one);
        ASSERT_TRUE(crypto::generate_key_file(directory_ / "a.key", crypto::KeyKind::p256));
        approval_ = *crypto::open_file_key(directory_ / "a.key");
        write([&](Transaction& t) -> Result<void> {
            YX_CHECK(put_policy_quota(t, "standard", 3));
            return insert_batch(t,
                                {batch_,
                                 "centre",
                                 "constructor_1",
                                 2023,
                                 BatchState::released,
                                 1,
                                 day_one,
                                 std::nullopt});
        });
    }
    void TearDown() override {
        store_.reset();
        fs::remove_all(directory_);
    }

    template <class F>
    void write(F work) {
        const auto done = store_->write_now(work);
        ASSERT_TRUE(done) << done.error().describe();
    }
    template <class F>
    auto read(F work) {
        auto outcome = store_->read_now(work);
        EXPECT_TRUE(outcome) << outcome.error().describe();
        return *std::move(outcome);
    }

    NewCertificate certificate(HolderId holder, LineId line, domain::FaceData face) {
        NewCertificate made;
        made.holder = holder;
        made.line = line;
        made.batch = batch_;
        made.policy_id = "standard";
        made.face = std::move(face);
        made.face_signature = *approve(holder, line, made.face, *approval_);
        made.status_at = day_one;
        made.created_at = day_one;
        return made;
    }
    void insert(const NewCertificate& made) {
        write([&](Transaction& t) { return insert_certificate(t, *keys_, made); });
    }
    std::optional<CertificateRecord> find(LineId line, std::optional<int> version = {}) {
        return read([&](Reader& r) { return find_certificate(r, *keys_, anna_, line, version); });
    }

    fs::path directory_;
    std::unique_ptr<DataKeys> keys_;
    std::unique_ptr<Store> store_;
    std::shared_ptr<const crypto::Signer> approval_;
    BatchId batch_{7};
    HolderId anna_{100};
    HolderId bela_{200};
    LineId first_{1};
};

TEST_F(RegisterTest, a_certificate_comes_back_as_it_was_entered) {
    const NewCertificate made = certificate(anna_, first_, face_of("0001"));
    insert(made);
    const auto found = find(first_);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->face, made.face);
    EXPECT_EQ(found->batch_state, BatchState::released);
    EXPECT_TRUE(is_released(*found));
    EXPECT_TRUE(is_current(*found));
    EXPECT_TRUE(check_approval(*found, *crypto::PublicKey::parse(approval_->public_key_spki())));
    EXPECT_FALSE(find(LineId{9}));
    EXPECT_FALSE(find(first_, 2));
}

TEST_F(RegisterTest, a_certificate_is_found_by_its_numbers) {
    insert(certificate(anna_, first_, face_of("0001")));
    const auto by_number = read([](Reader& r) { return find_line_by_certificate_no(r, "YS0001"); });
    ASSERT_TRUE(by_number);
    EXPECT_EQ(by_number->holder, anna_);
    EXPECT_TRUE(read([](Reader& r) { return find_line_by_management_no(r, "20230001"); }));
    EXPECT_FALSE(read([](Reader& r) { return find_line_by_management_no(r, "YS0001"); }));
}

TEST_F(RegisterTest, a_number_belongs_to_one_certificate) {
    insert(certificate(anna_, first_, face_of("0001")));
    const NewCertificate again = certificate(bela_, LineId{2}, face_of("0001"));
    const auto refused =
        store_->write_now([&](Transaction& t) { return insert_certificate(t, *keys_, again); });
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::storage_conflict);
    EXPECT_TRUE(read([&](Reader& r) { return list_certificates(r, *keys_, bela_); }).empty());
}

TEST_F(RegisterTest, a_correction_supersedes_the_version_before) {
    insert(certificate(anna_, first_, face_of("0001")));
    domain::FaceData corrected = face_of("0001");
    corrected.version = 2;
    corrected.name = "王洁";
    const NewCertificate next = certificate(anna_, first_, corrected);
    write([&](Transaction& t) { return supersede_certificate(t, *keys_, next, "corrected"); });
    const auto versions = read([&](Reader& r) { return list_versions(r, *keys_, anna_, first_); });
    ASSERT_EQ(versions.size(), 2U);
    EXPECT_EQ(versions[0].face.name, "王洁");
    EXPECT_EQ(versions[0].status, CertificateStatus::valid);
    EXPECT_EQ(versions[1].status, CertificateStatus::superseded);
    EXPECT_EQ(versions[1].status_reason, "corrected");
    EXPECT_FALSE(is_current(versions[1]));
    EXPECT_EQ(read([&](Reader& r) { return list_certificates(r, *keys_, anna_); }).size(), 1U);
    // The same correction again comes too late.
    const auto late = store_->write_now(
        [&](Transaction& t) { return supersede_certificate(t, *keys_, next, "again"); });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code(), ErrorCode::storage_conflict);
    EXPECT_EQ(find(first_)->status, CertificateStatus::valid);
}

TEST_F(RegisterTest, a_face_moved_to_another_persons_row_does_not_open) {
    insert(certificate(anna_, first_, face_of("0001")));
    insert(certificate(bela_, LineId{2}, face_of("0002")));
    constexpr Statement move{"test.move",
                             "UPDATE certificate SET face_sealed = (SELECT c.face_sealed FROM "
                             "certificate c WHERE c.holder_id = 200) WHERE holder_id = 100"};
    write([&](Transaction& t) { return t.execute(move); });
    const auto found =
        store_->read_now([&](Reader& r) { return find_certificate(r, *keys_, anna_, first_); });
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code(), ErrorCode::unsealing_failed);
}

TEST_F(RegisterTest, an_approval_by_another_key_does_not_count) {
    ASSERT_TRUE(crypto::generate_key_file(directory_ / "b.key", crypto::KeyKind::p256));
    const auto other = *crypto::open_file_key(directory_ / "b.key");
    NewCertificate slipped = certificate(anna_, first_, face_of("0001"));
    slipped.face_signature = *approve(anna_, first_, slipped.face, *other);
    insert(slipped);
    const auto checked =
        check_approval(*find(first_), *crypto::PublicKey::parse(approval_->public_key_spki()));
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code(), ErrorCode::signature_wrong);
}

TEST_F(RegisterTest, recalling_a_batch_hides_its_certificates_in_one_write) {
    insert(certificate(anna_, first_, face_of("0001")));
    const auto recall = [](BatchId batch) {
        return [batch](Transaction& t) {
            return move_batch(t, batch, BatchState::released, BatchState::recalled, day_one);
        };
    };
    write(recall(batch_));
    EXPECT_FALSE(is_released(*find(first_)));
    EXPECT_EQ(read([&](Reader& r) { return find_batch(r, batch_); })->state, BatchState::recalled);
    EXPECT_TRUE(read([](Reader& r) { return list_announced_batches(r); }).empty());
    EXPECT_TRUE(is_known(*find(first_)));
    for (const BatchId elsewhere : {batch_, BatchId{999}}) {
        const auto refused = store_->write_now(recall(elsewhere));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::batch_state_wrong);
    }
}

TEST_F(RegisterTest, a_status_changes_with_reason_and_time) {
    insert(certificate(anna_, first_, face_of("0001")));
    const Instant later = day_one + std::chrono::hours(5);
    write([&](Transaction& t) {
        return set_certificate_status(
            t, {anna_, first_}, CertificateStatus::suspended, "inquiry", later);
    });
    const auto found = find(first_);
    EXPECT_EQ(found->status, CertificateStatus::suspended);
    EXPECT_EQ(found->status_reason, "inquiry");
    EXPECT_EQ(found->status_at, later);
}

TEST_F(RegisterTest, the_paper_register_keeps_one_line_for_each_certificate) {
    domain::PaperCertificate paper;
    paper.state = domain::PaperState::printed;
    paper.pickup_place = {"窗口", "desk"};
    paper.pickup_until = make_day(2026, 12, 31);
    paper.serial = "A1";
    write([&](Transaction& t) { return put_paper_certificate(t, anna_, first_, paper, day_one); });
    auto found = read([&](Reader& r) { return find_paper_certificate(r, anna_, first_); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->pickup_place.en, "desk");
    EXPECT_EQ(found->pickup_until, paper.pickup_until);
    paper.state = domain::PaperState::handed_out;
    paper.pickup_until.reset();
    write([&](Transaction& t) { return put_paper_certificate(t, anna_, first_, paper, day_one); });
    found = read([&](Reader& r) { return find_paper_certificate(r, anna_, first_); });
    EXPECT_EQ(found->state, domain::PaperState::handed_out);
    EXPECT_FALSE(found->pickup_until);
    EXPECT_FALSE(read([&](Reader& r) { return find_paper_certificate(r, bela_, first_); }));
    paper.state = domain::PaperState::none;
    EXPECT_FALSE(store_->write_now(
        [&](Transaction& t) { return put_paper_certificate(t, anna_, first_, paper, day_one); }));
}

TEST_F(RegisterTest, a_seal_counts_its_uses_and_keeps_its_state) {
    SealRecord record;
    record.seal = {
        "seal", "centre", {"章", ""}, domain::SealState::made, make_day(2021, 12, 17), {}};
    record.type = "central";
    record.key_name = "seal";
    write([&](Transaction& t) -> Result<void> {
        YX_CHECK(insert_seal(t, record));
        YX_CHECK(count_seal_use(t, "seal"));
        YX_CHECK(count_seal_use(t, "seal"));
        return set_seal_state(t, "seal", domain::SealState::filed);
    });
    const auto found = read([](Reader& r) { return find_seal(r, "seal"); });
    ASSERT_TRUE(found);
    EXPECT_EQ(found->uses, 2);
    EXPECT_EQ(found->seal.state, domain::SealState::filed);
    EXPECT_EQ(found->seal.valid_until, std::nullopt);
    EXPECT_EQ(read([](Reader& r) { return list_seals(r); }).size(), 1U);
    EXPECT_FALSE(
        store_->write_now([](Transaction& t) { return count_seal_use(t, "nobody's seal"); }));
}

TEST_F(RegisterTest, the_key_register_gives_keys_back_with_and_without_certificates) {
    KeyRecord plain{"data", "columns", "aes-256-gcm", "file:keys/data.key", "storage", "yearly"};
    KeyRecord seal{"seal", "seal", "rsa-sha256", "file:keys/seal.key", "seal desk", "3 years"};
    seal.public_key = Bytes{1, 2, 3};
    seal.certificate_pem = "leaf";
    write([&](Transaction& t) -> Result<void> {
        YX_CHECK(insert_key(t, plain));
        YX_CHECK(insert_key(t, seal));
        return replace_key_crls(t, "seal", "lists");
    });
    const auto keys = read([](Reader& r) { return list_keys(r); });
    ASSERT_EQ(keys.size(), 2U);
    EXPECT_FALSE(keys[0].public_key);
    EXPECT_EQ(keys[1].public_key, seal.public_key);
    EXPECT_EQ(keys[1].crl_pem, "lists");
    EXPECT_FALSE(read([](Reader& r) { return find_key(r, "lost"); }));
}

TEST_F(RegisterTest, the_newest_reference_text_in_force_is_loaded) {
    write([](Transaction& t) -> Result<void> {
        YX_CHECK(insert_reference_text(t, {"catalogue", 1, "old", day_one}));
        return insert_reference_text(t, {"catalogue", 2, "new", day_one + Days(10)});
    });
    const auto at = [&](Instant now) {
        return store_->read_now(
            [&](Reader& r) { return load_reference_text(r, catalogue_text, now); });
    };
    EXPECT_EQ(at(day_one)->body, "old");
    EXPECT_EQ(at(day_one + Days(10))->body, "new");
    EXPECT_FALSE(at(day_one - Days(1)));
}

TEST_F(RegisterTest, articles_appear_on_their_day_in_the_order_of_the_page) {
    write([](Transaction& t) -> Result<void> {
        const auto day = [](unsigned d) { return make_day(2026, 11, d); };
        YX_CHECK(insert_article(t, {"a", ArticleKind::announcement, 0, day(1), {"一", "one"}, {}}));
        YX_CHECK(insert_article(t, {"b", ArticleKind::announcement, 0, day(5), {"二", "two"}, {}}));
        YX_CHECK(insert_article(t, {"c", ArticleKind::announcement, 0, day(9), {"三", "3"}, {}}));
        return insert_article(t, {"q", ArticleKind::faq, 1, day(1), {"问", "why"}, {}});
    });
    const auto list = read([](Reader& r) {
        return list_articles(r, ArticleKind::announcement, make_day(2026, 11, 5));
    });
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].id, "b");
    EXPECT_EQ(read([](Reader& r) { return find_article(r, "q"); })->title.en, "why");
}

TEST_F(RegisterTest, a_settled_endorsement_leaves_hash_and_numbers_but_no_job) {
    insert(certificate(anna_, first_, face_of("0001")));
    SettledEndorsement settled;
    settled.application.id = EndorsementId{5};
    settled.application.holder = anna_;
    settled.application.line = first_;
    settled.application.version = 1;
    settled.application.account = AccountId{3};
    settled.application.slot = 1;
    settled.application.applied_at = day_one;
    settled.application.window_ends_on = civil_day(day_one) + Days(90);
    settled.application.valid_until = day_one + Days(10);
    settled.application.terms.days = 90;
    settled.application.copy = CopyId{6};
    settled.state = domain::EndorsementState::withdrawn;
    settled.state_at = day_one + Days(1);
    settled.file =
        GoneFile{crypto::sha256(as_bytes("x")), crypto::sm3(as_bytes("x")), 10, "seal", "seal"};
    write([&](Transaction& t) { return insert_settled_endorsement(t, *keys_, settled); });
    const auto copy = read([&](Reader& r) { return find_copy(r, {anna_, CopyId{6}}); });
    ASSERT_TRUE(copy);
    EXPECT_EQ(copy->state, domain::CopyState::released);
    EXPECT_EQ(copy->endorsement_state, domain::EndorsementState::withdrawn);
    const auto file = read(
        [&](Reader& r) { return find_copy_file(r, {anna_, CopyId{6}}, domain::CopyFormat::pdf); });
    ASSERT_TRUE(file);
    EXPECT_FALSE(file->has_blob);
    constexpr Statement count_jobs{"test.jobs", "SELECT COUNT(job_id) FROM job"};
    EXPECT_EQ(read([&](Reader& r) { return r.one<std::int64_t>(count_jobs); }), 0);
}

}  // namespace
}  // namespace yinxin::storage
