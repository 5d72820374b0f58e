// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/settings.hpp"

#include <gtest/gtest.h>

namespace yinxin::config {
namespace {

constexpr const char* bucket = R"([blobs]
kind = "s3"
endpoint = "https://s3.example.org"
region = "cn-north-1"
bucket = "yinxin-copies"
prefix = "production/"
addressing = "host"
credentials = "s3.credentials"
deadline = "30s"
retries = 0
connections = 4
orphans_after = "7d"
)";

TEST(BlobSettings, a_bucket_is_read_with_all_that_belongs_to_it) {
    const auto settings = parse_settings(bucket);
    ASSERT_TRUE(settings) << settings.error().describe();
    const Blobs& blobs = settings->blobs;
    EXPECT_TRUE(blobs.is_s3());
    EXPECT_EQ(blobs.endpoint, "https://s3.example.org");
    EXPECT_EQ(blobs.region, "cn-north-1");
    EXPECT_EQ(blobs.bucket, "yinxin-copies");
    EXPECT_EQ(blobs.prefix, "production/");
    EXPECT_EQ(blobs.addressing, "host");
    EXPECT_EQ(blobs.credentials, "s3.credentials");
    EXPECT_EQ(blobs.deadline, std::chrono::seconds(30));
    EXPECT_EQ(blobs.retries, 0U);
    EXPECT_EQ(blobs.connections, 4U);
    EXPECT_EQ(blobs.orphans_after, std::chrono::hours(7 * 24));
}

TEST(BlobSettings, what_is_written_is_read_again) {
    const auto settings = parse_settings(bucket);
    ASSERT_TRUE(settings);
    const auto again = parse_settings(describe(*settings));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(describe(*again), describe(*settings));
}

TEST(BlobSettings, the_default_is_a_directory) {
    EXPECT_FALSE(Settings().blobs.is_s3());
}

TEST(BlobSettings, what_makes_no_store_is_refused_by_its_key) {
    const std::pair<const char*, const char*> wrong[] = {
        {"kind = \"ftp\"", "blobs.kind"},
        {"endpoint = \"s3.example.org\"", "blobs.endpoint"},
        {"endpoint = \"https://s3.example.org/bucket\"", "blobs.endpoint"},
        {"endpoint = \"https://user@s3.example.org\"", "blobs.endpoint"},
        {"bucket = \"Upper_Case\"", "blobs.bucket"},
        {"prefix = \"no-slash\"", "blobs.prefix"},
        {"prefix = \"/first/\"", "blobs.prefix"},
        {"addressing = \"other\"", "blobs.addressing"},
        {"deadline = \"0s\"", "blobs.deadline"},
        {"retries = -1", "blobs.retries"},
        {"connections = 0", "blobs.connections"},
        {"orphans_after = \"10m\"", "blobs.orphans_after"},
        {"secret = \"never here\"", "blobs.secret"},
        {"kind = \"s3\"", "blobs.endpoint"},
    };
    for (const auto& [line, key] : wrong) {
        const auto settings = parse_settings(std::string("[blobs]\n") + line + "\n");
        ASSERT_FALSE(settings) << line;
        EXPECT_EQ(settings.error().code(), ErrorCode::config_invalid);
        EXPECT_EQ(settings.error().params().at("key"), key) << line;
    }
}

TEST(BlobSettings, plain_http_to_another_machine_is_advised_against) {
    auto settings = parse_settings(bucket);
    ASSERT_TRUE(settings);
    const auto advises = [&](const char* endpoint) {
        settings->blobs.endpoint = endpoint;
        for (const Finding& finding : production_findings(*settings, Kind::production)) {
            if (finding.key == "blobs.endpoint") return true;
        }
        return false;
    };
    EXPECT_TRUE(advises("http://s3.example.org"));
    EXPECT_FALSE(advises("https://s3.example.org"));
    EXPECT_FALSE(advises("http://127.0.0.1:7480"));
}

}  // namespace
}  // namespace yinxin::config
