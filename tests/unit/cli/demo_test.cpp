// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/demo.hpp"

#include "support/test_suite.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/cli/data_directory.hpp"
#include "yinxin/cli/demo_texts.hpp"
#include "yinxin/cli/fsck.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/crypto/pepper.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/articles.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/paper_certificates.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/persons.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/seals.hpp"

#include <cstdlib>
#include <deque>
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

const Instant now = start_of(make_day(2026, 11, 23)) + std::chrono::hours(11);

fs::path scratch_directory() {
    std::string pattern = (fs::temp_directory_path() / "yx-demo-XXXXXX").string();
    return ::mkdtemp(pattern.data());
}

DemoPlan small_plan(const fs::path& directory) {
    DemoPlan plan;
    plan.directory = directory;
    plan.size = DemoSize::small;
    plan.now = now;
    plan.suite = test::suite();
    // Cheap: what is tested is the demonstration, not the cost of guessing.
    plan.password_cost = {8 * 1024, 1};
    return plan;
}

constexpr storage::Statement list_lines{
    "test.lines", "SELECT holder_id, line_id FROM certificate_line ORDER BY line_id"};
constexpr storage::Statement list_holders{"test.holders",
                                          "SELECT holder_id FROM person ORDER BY holder_id"};

/// One small demonstration for all tests; they only read it.
class Demo : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        scratch_ = scratch_directory();
        auto made = make_demo(small_plan(scratch_ / "demo"));
        ASSERT_TRUE(made) << made.error().describe();
        outcome_ = *made;
        auto data = DataDirectory::open(scratch_ / "demo");
        ASSERT_TRUE(data) << data.error().describe();
        data_ = std::make_unique<DataDirectory>(std::move(*data));
        read_register();
    }
    static void TearDownTestSuite() {
        data_.reset();
        fs::remove_all(scratch_);
    }

    static void read_register() {
        const auto read = data_->store->read_now([](Reader& reader) -> Result<void> {
            YX_TRY(const auto lines, reader.all<storage::LineKey>(list_lines));
            for (const storage::LineKey& line : lines) {
                YX_TRY(auto versions,
                       storage::list_versions(reader, data_->keys, line.holder, line.line));
                std::ranges::move(versions, std::back_inserter(certificates_));
            }
            YX_TRY(holders_, reader.all<HolderId>(list_holders));
            return ok();
        });
        ASSERT_TRUE(read) << read.error().describe();
    }

    static std::int64_t count(const std::string& from) {
        // The store keeps prepared statements by the address of their text.
        static std::deque<std::string> texts;
        const std::string& text = texts.emplace_back("SELECT COUNT(1) FROM " + from);
        const storage::Statement statement{"test.count", text.c_str()};
        const auto value = data_->store->read_now(
            [&](Reader& reader) { return reader.one<std::int64_t>(statement); });
        EXPECT_TRUE(value) << value.error().describe();
        return value ? *value : -1;
    }
    static std::set<std::string> names() {
        std::set<std::string> all;
        for (const CertificateRecord& record : certificates_)
            all.insert(record.face.name);
        return all;
    }

    static inline fs::path scratch_;
    static inline DemoOutcome outcome_;
    static inline std::unique_ptr<DataDirectory> data_;
    static inline std::vector<CertificateRecord> certificates_;
    static inline std::vector<HolderId> holders_;
};

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
        EXPECT_LE(face.issued_on, civil_day(now));
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
                    std::to_string(epoch_of(now))),
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

TEST_F(Demo, keys_and_seals_are_listed_with_their_certificates) {
    const auto seals =
        data_->store->read_now([](Reader& reader) { return storage::list_seals(reader); });
    const auto keys =
        data_->store->read_now([](Reader& reader) { return storage::list_keys(reader); });
    ASSERT_TRUE(seals && keys);
    EXPECT_EQ(seals->size(), 3U);
    std::map<std::string, storage::KeyRecord> by_name;
    for (const storage::KeyRecord& key : *keys)
        by_name[key.name] = key;
    std::set<std::string> algorithms;
    for (const storage::SealRecord& record : *seals) {
        EXPECT_TRUE(domain::check_usable(record.seal, civil_day(now)));
        const storage::KeyRecord& key = by_name.at(record.key_name);
        algorithms.insert(key.algorithm);
        const auto leaf = crypto::Certificate::parse_pem(key.certificate_pem.value());
        ASSERT_TRUE(leaf);
        EXPECT_THAT(leaf->common_name(), HasSubstr("DEMO"));
        const auto chain = crypto::parse_pem_certificates(key.chain_pem.value());
        ASSERT_TRUE(chain);
        EXPECT_EQ(chain->size(), 2U);
        EXPECT_TRUE(chain->back().is_self_issued());
        ASSERT_TRUE(key.location.starts_with("file:"));
        EXPECT_TRUE(fs::exists(scratch_ / "demo" / key.location.substr(5)));
    }
    EXPECT_EQ(algorithms, (std::set<std::string>{"ecdsa-p256-sha256", "rsa-sha256"}));
    for (const char* name : {"approval", "timestamp", "tls", "data"}) {
        EXPECT_TRUE(by_name.contains(name)) << name;
    }
}

TEST_F(Demo, publishes_catalogue_notices_announcements_and_questions) {
    const auto text = data_->store->read_now([](Reader& reader) {
        return storage::load_reference_text(reader, storage::catalogue_text, now);
    });
    ASSERT_TRUE(text);
    EXPECT_TRUE(config::parse_reference(text->body));
    EXPECT_EQ(count("notice"), 2);
    const auto announcements = data_->store->read_now([](Reader& reader) {
        return storage::list_articles(reader, storage::ArticleKind::announcement, civil_day(now));
    });
    ASSERT_TRUE(announcements);
    ASSERT_GE(announcements->size(), 3U);
    EXPECT_GE((*announcements)[0].published_on, (*announcements)[1].published_on);
    EXPECT_GE(count("article WHERE kind = 'faq'"), 10);
    EXPECT_GE(count("batch WHERE announced_at IS NOT NULL"), 3);
}

TEST_F(Demo, nothing_personal_stands_in_the_database_in_clear) {
    std::string bytes;
    for (const char* file : {"yinxin.sqlite", "yinxin.sqlite-wal"}) {
        const auto part = read_text_file(scratch_ / "demo" / file);
        if (part) bytes += *part;
    }
    ASSERT_GT(bytes.size(), 100'000U);
    for (const CertificateRecord& record : certificates_) {
        const domain::FaceData& face = record.face;
        // Eight digits may stand in another number, two characters or the FAQ's example in a text.
        if (face.id_number.size() >= 10) {
            EXPECT_EQ(bytes.find(face.id_number), std::string::npos) << record.line.str();
        }
        if (face.name.size() >= 9 && face.name.find('[') == std::string::npos) {
            EXPECT_EQ(bytes.find(face.name), std::string::npos) << record.line.str();
        }
    }
    EXPECT_EQ(bytes.find("+861990000"), std::string::npos);
    EXPECT_EQ(bytes.find("yanshi-2026"), std::string::npos);
}

TEST_F(Demo, fsck_finds_nothing_wrong) {
    const auto report = check_data(*data_);
    ASSERT_TRUE(report) << report.error().describe();
    EXPECT_THAT(report->problems, testing::IsEmpty());
    EXPECT_GE(report->audit_events, 1);
    EXPECT_EQ(report->certificates, static_cast<std::int64_t>(certificates_.size()));
}

TEST_F(Demo, a_second_demonstration_in_the_same_place_is_refused) {
    const auto again = make_demo(small_plan(scratch_ / "demo"));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), ErrorCode::conflict);
    EXPECT_THAT(again.error().detail(), HasSubstr("nothing was changed"));
    EXPECT_TRUE(config::is_demonstration(scratch_ / "demo"));
}

TEST_F(Demo, the_same_seed_invents_the_same_people) {
    const fs::path other = scratch_directory();
    ASSERT_TRUE(make_demo(small_plan(other / "again")));
    auto data = DataDirectory::open(other / "again");
    ASSERT_TRUE(data);
    std::multiset<std::string> again;
    const auto read = data->store->read_now([&](Reader& reader) -> Result<void> {
        YX_TRY(const auto lines, reader.all<storage::LineKey>(list_lines));
        for (const storage::LineKey& line : lines) {
            YX_TRY(const auto versions,
                   storage::list_versions(reader, data->keys, line.holder, line.line));
            for (const CertificateRecord& record : versions) {
                again.insert(domain::canonical_text(record.face));
            }
        }
        return ok();
    });
    ASSERT_TRUE(read) << read.error().describe();
    std::multiset<std::string> first;
    for (const CertificateRecord& record : certificates_) {
        first.insert(domain::canonical_text(record.face));
    }
    EXPECT_EQ(first, again);
    fs::remove_all(other);
}

}  // namespace
}  // namespace yinxin::cli
