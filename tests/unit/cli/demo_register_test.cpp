// SPDX-License-Identifier: Apache-2.0
#include "unit/cli/small_demonstration.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/cli/demo_texts.hpp"
#include "yinxin/cli/fsck.hpp"
#include "yinxin/config/reference.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/storage/articles.hpp"
#include "yinxin/storage/key_register.hpp"
#include "yinxin/storage/reference_texts.hpp"
#include "yinxin/storage/seals.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::cli {
namespace {

using storage::CertificateRecord;
using storage::Reader;
using testing::HasSubstr;

namespace fs = std::filesystem;

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
        EXPECT_TRUE(domain::check_usable(record.seal, civil_day(demo_now)));
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
        return storage::load_reference_text(reader, storage::catalogue_text, demo_now);
    });
    ASSERT_TRUE(text);
    EXPECT_TRUE(config::parse_reference(text->body));
    EXPECT_EQ(count("notice"), 3);
    const auto announcements = data_->store->read_now([](Reader& reader) {
        return storage::list_articles(
            reader, storage::ArticleKind::announcement, civil_day(demo_now));
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
    const fs::path other = demo_directory();
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
