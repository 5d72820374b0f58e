// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/revocation.hpp"

#include "yinxin/config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::config {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

const std::string digest(64, 'a');

Result<Settings> section(const std::string& lines) {
    return parse_settings("[revocation]\n" + lines + "\n");
}

std::string complaint(const std::string& lines) {
    const auto settings = section(lines);
    if (settings) return "taken";
    EXPECT_EQ(settings.error().code(), ErrorCode::config_invalid);
    EXPECT_THAT(settings.error().params().at("key"), HasSubstr("revocation"));
    return settings.error().detail();
}

TEST(RevocationSettings, nothing_is_fetched_unless_addresses_are_given) {
    const auto settings = parse_settings("");
    ASSERT_TRUE(settings);
    EXPECT_FALSE(settings->revocation.is_on());
    EXPECT_EQ(settings->revocation.stop_pressing_after, 0s);
}

TEST(RevocationSettings, addresses_may_name_their_issuer) {
    const auto settings = section(
        "lists = [\"http://ca.example.cn/root.crl\", "
        "\"https://ca.example.cn/i.crl sha256:" +
        digest +
        "\"]\n"
        "responders = [\"http://ocsp.example.cn/ file:keys/issuing.crt\"]\n"
        "refresh = \"1h\"\nstop_pressing_after = \"2d\"");
    ASSERT_TRUE(settings) << settings.error().describe();
    const Revocation& revocation = settings->revocation;
    ASSERT_EQ(revocation.lists.size(), 2U);
    EXPECT_EQ(revocation.lists[0].url, "http://ca.example.cn/root.crl");
    EXPECT_EQ(revocation.lists[0].issuer, "");
    EXPECT_EQ(revocation.lists[1].issuer, "sha256:" + digest);
    ASSERT_EQ(revocation.responders.size(), 1U);
    EXPECT_EQ(revocation.responders[0].issuer, "file:keys/issuing.crt");
    EXPECT_EQ(revocation.refresh, 1h);
    EXPECT_EQ(revocation.stop_pressing_after, 48h);
    const auto again = parse_settings(describe(*settings));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->revocation.lists[1].text(), revocation.lists[1].text());
}

TEST(RevocationSettings, never_is_written_as_no_time) {
    const auto settings =
        section("lists = [\"http://ca.example.cn/\"]\nstop_pressing_after = \"0s\"");
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_EQ(settings->revocation.stop_pressing_after, 0s);
}

TEST(RevocationSettings, refuses_what_makes_no_sense_and_says_why) {
    EXPECT_THAT(complaint("lists = [\"ldap://ca.example.cn/\"]"), HasSubstr("http(s) URL"));
    EXPECT_THAT(complaint("lists = [\"file:///etc/hostname\"]"), HasSubstr("http(s) URL"));
    EXPECT_THAT(complaint("lists = [\"http:///x\"]"), HasSubstr("plain URL"));
    EXPECT_THAT(complaint("lists = [\"http://a@ca.example.cn/\"]"), HasSubstr("user name"));
    EXPECT_THAT(complaint("lists = [\"http://ca.example.cn/ sha256:12\"]"), HasSubstr("64"));
    EXPECT_THAT(complaint("lists = [\"http://ca.example.cn/ root.pem\"]"), HasSubstr("issuer is"));
    EXPECT_THAT(complaint("lists = [\"http://ca.example.cn/\", \"http://ca.example.cn/\"]"),
                HasSubstr("twice"));
    EXPECT_THAT(complaint("lists = \"http://ca.example.cn/\""), HasSubstr("list of texts"));
    EXPECT_THAT(complaint("refresh = \"0s\""), HasSubstr("more than nothing"));
    EXPECT_THAT(complaint("largest = \"12B\""), HasSubstr("1KiB"));
    EXPECT_THAT(complaint("stop_pressing_after = \"1d\""), HasSubstr("no address"));
    EXPECT_THAT(complaint("lists = [\"http://ca.example.cn/\"]\nrefresh = \"2d\"\n"
                          "stop_pressing_after = \"1d\""),
                HasSubstr("shorter"));
}

}  // namespace
}  // namespace yinxin::config
