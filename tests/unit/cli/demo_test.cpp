// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo.hpp"

#include "unit/cli/small_demonstration.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/cli/demo_texts.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/crypto/pepper.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/paper_certificates.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/persons.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

using storage::CertificateRecord;
using storage::Reader;
using testing::Contains;
using testing::HasSubstr;

namespace fs = std::filesystem;

TEST_F(Demo, has_some_sixty_holders_with_certificates) {
    EXPECT_GE(holders_.size(), 50U);
    EXPECT_LE(holders_.size(), 70U);
    EXPECT_EQ(outcome_.holders, static_cast<std::int64_t>(holders_.size()));
    EXPECT_EQ(outcome_.certificates, count("certificate_line"));
    EXPECT_GE(outcome_.certificates, 100);
}

TEST_F(Demo, has_every_status_kind_and_batch_state) {
    std::map<domain::CertificateStatus, int> statuses;
    std::map<domain::CertificateKind, int> kinds;
    for (const CertificateRecord& record : certificates_) {
        ++statuses[record.status];
        ++kinds[record.face.kind];
    }
    for (const auto& row : domain::all_keyed<domain::CertificateStatus>()) {
        EXPECT_GE(statuses[row.value], 1) << row.key;
    }
    for (const auto& row : domain::all_keyed<domain::CertificateKind>()) {
        EXPECT_GE(kinds[row.value], 1) << row.key;
    }
    for (const auto& row : domain::all_keyed<storage::BatchState>()) {
        // These come and go with the work of people: an import, a worker, a stop.
        if (row.key == "refused" || row.key == "issuing" || row.key == "stopped") continue;
        EXPECT_GE(count("batch WHERE state = '" + std::string(row.key) + "'"), 1) << row.key;
    }
    EXPECT_GE(count("certificate c JOIN batch b ON b.batch_id = c.batch_id"
                    " WHERE b.state = 'approved' AND b.announced_at IS NULL"),
              1)
        << "an unreleased batch nobody knows of";
}

TEST_F(Demo, counts_the_certificates_of_each_batch) {
    EXPECT_EQ(count("batch b WHERE b.certificate_count <> (SELECT COUNT(DISTINCT c.line_id)"
                    " FROM certificate c WHERE c.batch_id = b.batch_id)"),
              0);
}

TEST_F(Demo, only_the_newest_version_of_a_line_is_not_superseded) {
    for (const CertificateRecord& record : certificates_) {
        const bool is_superseded = record.status == domain::CertificateStatus::superseded;
        EXPECT_EQ(is_superseded, !storage::is_current(record)) << record.line.str();
    }
}

TEST_F(Demo, every_face_is_what_was_approved_and_every_number_checks) {
    const auto key = data_->store->read_now(
        [](Reader& reader) { return storage::find_key(reader, storage::approval_key_name); });
    ASSERT_TRUE(key && *key && (*key)->public_key);
    const auto approval = crypto::PublicKey::parse(*(*key)->public_key);
    ASSERT_TRUE(approval);
    for (const CertificateRecord& record : certificates_) {
        const domain::FaceData& face = record.face;
        EXPECT_TRUE(storage::check_approval(record, *approval)) << record.line.str();
        const auto id = domain::parse_id_number(face.id_type, face.id_number);
        ASSERT_TRUE(id) << face.id_number;
        EXPECT_EQ(id->number, face.id_number);
        if (face.id_type == domain::IdDocumentType::resident_identity_card) {
            EXPECT_EQ(face.id_number.substr(2, 4), "9999") << "a county that does not exist";
        }
        EXPECT_EQ(domain::parse_person_name(face.name)->value, face.name);
        EXPECT_EQ(*domain::parse_certificate_no(face.certificate_no), face.certificate_no);
        EXPECT_EQ(*domain::parse_management_no(face.management_no), face.management_no);
        EXPECT_LE(face.approved_on, face.issued_on);
        EXPECT_LE(face.issued_on, civil_day(demo_now));
    }
}

TEST_F(Demo, an_approval_does_not_fit_another_face_or_another_line) {
    const auto key = data_->store->read_now(
        [](Reader& reader) { return storage::find_key(reader, storage::approval_key_name); });
    const auto approval = crypto::PublicKey::parse(*(*key)->public_key);
    CertificateRecord forged = certificates_.front();
    forged.face.name = "王五";
    EXPECT_FALSE(storage::check_approval(forged, *approval));
    CertificateRecord moved = certificates_.front();
    moved.line.value += 1;
    EXPECT_FALSE(storage::check_approval(moved, *approval));
}

TEST_F(Demo, has_the_names_that_break_things) {
    const std::set<std::string> all = names();
    for (const char* rare : {"㛃", "䶮", "𬍛", "𠮷", "𮧵", "·"}) {
        EXPECT_THAT(all, Contains(HasSubstr(rare)));
    }
    EXPECT_TRUE(std::ranges::any_of(all, [](const std::string& name) {
        return domain::length(domain::PersonName{name}) == domain::max_name_length;
    }));
    EXPECT_TRUE(std::ranges::any_of(all, [](const std::string& name) {
        return domain::has_bracket_substitute(domain::PersonName{name});
    }));
}

TEST_F(Demo, has_every_kind_of_id_document_but_other) {
    std::set<domain::IdDocumentType> types;
    for (const CertificateRecord& record : certificates_)
        types.insert(record.face.id_type);
    EXPECT_EQ(types.size(), domain::all_keyed<domain::IdDocumentType>().size() - 1);
}

TEST_F(Demo, has_corrected_people_and_accounts_without_certificates) {
    EXPECT_GE(count("person_name WHERE state = 'former'"), 2);
    EXPECT_GE(count("person_document WHERE state = 'former'"), 2);
    EXPECT_GE(count("account a WHERE NOT EXISTS (SELECT 1 FROM lookup_document d"
                    " WHERE d.number_index = a.number_index)"),
              2);
}

TEST_F(Demo, some_people_have_several_certificates_and_every_paper_state_occurs) {
    EXPECT_GE(count("(SELECT holder_id FROM certificate_line GROUP BY holder_id"
                    " HAVING COUNT(1) >= 10) AS many"),
              1);
    for (const auto& row : domain::all_keyed<domain::PaperState>()) {
        if (row.value == domain::PaperState::none) continue;
        EXPECT_GE(count("paper_certificate WHERE state = '" + std::string(row.key) + "'"), 1)
            << row.key;
    }
}

TEST_F(Demo, association_certificates_are_on_both_sides_of_the_exemption) {
    const auto reference = config::parse_reference(demo_catalogue());
    ASSERT_TRUE(reference);
    int exempt = 0;
    int bound = 0;
    for (const CertificateRecord& record : certificates_) {
        const domain::Issuer& issuer = *reference->find_issuer(record.face.issuer_id);
        if (issuer.kind != domain::IssuerKind::association) continue;
        const bool needs = domain::needs_endorsement(
            *reference->find_policy(record.policy_id), record.face.issued_on, issuer.kind);
        ++(needs ? bound : exempt);
    }
    EXPECT_GE(exempt, 1);
    EXPECT_GE(bound, 1);
}

TEST_F(Demo, lines_have_none_to_three_endorsements_in_every_state) {
    for (int n = 1; n <= 3; ++n) {
        EXPECT_GE(count("(SELECT line_id FROM endorsement GROUP BY holder_id, line_id"
                        " HAVING COUNT(1) = " +
                        std::to_string(n) + ") AS lines"),
                  1)
            << n;
    }
    for (const char* state : {"pending", "ready", "failed", "withdrawn", "ended_by_office"}) {
        EXPECT_GE(count("endorsement WHERE state = '" + std::string(state) + "'"), 1) << state;
    }
}

TEST_F(Demo, what_is_over_has_no_file_and_what_is_not_waits_for_the_press) {
    EXPECT_EQ(count("copy_file WHERE has_blob = 1"), 0);
    EXPECT_EQ(count("endorsement WHERE state = 'ready' AND valid_until > " +
                    std::to_string(epoch_of(demo_now))),
              0);
    EXPECT_EQ(count("copy WHERE state = 'pressing'"), count("job WHERE state = 'waiting'"));
    EXPECT_EQ(count("copy WHERE state = 'pressing' AND endorsement_id IS NOT NULL"),
              count("endorsement WHERE state = 'pending'"));
    EXPECT_GE(count("copy WHERE state = 'pressing' AND endorsement_id IS NULL"), 2);
    EXPECT_EQ(count("copy c WHERE c.state = 'released' AND NOT EXISTS (SELECT 1 FROM copy_file f"
                    " JOIN lookup_file l ON l.sha256 = f.sha256 WHERE f.copy_id = c.copy_id)"),
              0);
}

TEST_F(Demo, every_photo_is_in_the_blob_store) {
    std::set<std::string> photos;
    for (const CertificateRecord& record : certificates_)
        photos.insert(record.face.photo_sha256);
    EXPECT_GE(photos.size(), 8U);
    for (const std::string& photo : photos) {
        const auto name = parse_hex(photo);
        ASSERT_TRUE(name);
        crypto::Digest32 digest{};
        ASSERT_EQ(name->size(), digest.size());
        std::ranges::copy(*name, digest.begin());
        EXPECT_TRUE(data_->blobs->get(digest)) << photo;
    }
}

TEST_F(Demo, only_the_printed_accounts_have_passwords) {
    EXPECT_EQ(outcome_.accounts.size(), 13U);
    EXPECT_EQ(count("account WHERE password_hash LIKE 'hmac-s%$argon2id$%'"), 12);
    EXPECT_EQ(count("account WHERE password_hash NOT LIKE 'hmac-%' AND password_hash <> '!'"), 0);
    for (const DemoAccount& account : outcome_.accounts) {
        if (account.login_name.empty()) continue;
        const auto row = data_->store->read_now([&](Reader& reader) {
            return storage::find_account_by_login(reader, account.login_name);
        });
        ASSERT_TRUE(row && *row) << account.login_name;
        EXPECT_TRUE(crypto::check_password(
            (*row)->password_hash, Secret(account.password), data_->keys.pepper));
        EXPECT_FALSE(
            crypto::check_password((*row)->password_hash, Secret("yanshi"), data_->keys.pepper));
        EXPECT_GE(account.password.size(), 15U);
        EXPECT_FALSE(account.shows.zh.empty());
        EXPECT_FALSE(account.shows.en.empty());
    }
    EXPECT_FALSE(crypto::check_password("!", Secret("")));
}

TEST_F(Demo, one_printed_person_waits_to_be_registered) {
    const DemoAccount& newcomer = outcome_.accounts.back();
    EXPECT_TRUE(newcomer.login_name.empty());
    EXPECT_TRUE(newcomer.password.empty());
    const std::string& shows = newcomer.shows.en;
    const std::string before = "card number ";
    const auto at = shows.find(before);
    ASSERT_NE(at, std::string::npos) << shows;
    EXPECT_TRUE(domain::parse_id_number(domain::IdDocumentType::resident_identity_card,
                                        shows.substr(at + before.size(), 18)));
    const auto mobile = domain::parse_mobile(newcomer.mobile);
    ASSERT_TRUE(mobile);
    EXPECT_EQ(domain::written(*mobile), newcomer.mobile);
}

TEST_F(Demo, the_printed_accounts_are_kept_for_the_page_that_shows_them) {
    const auto kept = load_demo_accounts(scratch_ / "demo");
    ASSERT_TRUE(kept) << kept.error().describe();
    ASSERT_EQ(kept->size(), outcome_.accounts.size());
    EXPECT_EQ(kept->back().shows.zh, outcome_.accounts.back().shows.zh);
    EXPECT_THAT(describe(*kept), HasSubstr("demo01  yanshi-2026-demo01"));
    const auto mode = fs::status(scratch_ / "demo" / demo_accounts_file).permissions();
    EXPECT_EQ(mode, fs::perms::owner_read | fs::perms::owner_write);
}

}  // namespace
}  // namespace yinxin::cli
