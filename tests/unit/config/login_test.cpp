// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/settings.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace yinxin::config {
namespace {

std::string provider(const std::string& more = "",
                     const std::string& issuer = "https://exam.example.cn") {
    return "[[login.provider]]\nid = \"exam\"\nname = { zh = \"报名平台\", en = \"Exam platform\" "
           "}\n"
           "issuer = \"" +
           issuer + "\"\nclient_id = \"yinxin\"\nsecret_file = \"exam.secret\"\n" + more;
}
bool is_taken(const std::string& text) {
    return parse_settings(text).has_value();
}

TEST(Login, a_provider_is_read_and_written_again) {
    const auto settings = parse_settings("[login]\ndeadline = \"3s\"\n" + provider(R"(
scopes = ["openid", "identity"]
also_at = ["https://login.example.cn"]
asserts_person = true
claim_verified = "person.verified"
claim_name = "person.name"
claim_document_type = "person.kind"
claim_number = "person.number"
document_types = ["01=resident_identity_card"]
claim_mobile = "phone_number"
)"));
    ASSERT_TRUE(settings) << settings.error().describe();
    ASSERT_EQ(settings->login.providers.size(), 1U);
    const LoginProvider& read = settings->login.providers.front();
    EXPECT_EQ(read.name.en, "Exam platform");
    EXPECT_EQ(settings->login.deadline, std::chrono::seconds(3));
    EXPECT_TRUE(read.person.are_asserted);
    EXPECT_EQ(read.person.document_types.at("01"), domain::IdDocumentType::resident_identity_card);
    const auto again = parse_settings(describe(*settings));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(again->login.providers.front().person.number, "person.number");
    EXPECT_EQ(describe(*again), describe(*settings));
}

TEST(Login, a_provider_that_is_wrong_refuses_the_file) {
    EXPECT_TRUE(is_taken(provider()));
    EXPECT_FALSE(is_taken(provider("colour = \"red\"\n")));
    EXPECT_FALSE(is_taken(provider("scopes = [\"profile\"]\n")));
    EXPECT_FALSE(is_taken(provider("claim_verified = \"x\"\n")));  // asserts nothing
    EXPECT_FALSE(is_taken(provider("also_at = [\"https://login.example.cn/path\"]\n")));
    EXPECT_FALSE(is_taken(provider() + provider()));
    for (const char* issuer : {"http://exam.example.cn",
                               "http://127.0.0.1:8080",
                               "https://user@exam.example.cn",
                               "https://exam.example.cn?x=1",
                               "exam.example.cn"}) {
        EXPECT_FALSE(is_taken(provider("", issuer))) << issuer;
    }
    std::string code = provider();
    code.replace(code.find("\"exam\""), 6, "\"code\"");
    EXPECT_FALSE(is_taken(code));
}

TEST(Login, plain_http_is_for_this_machine_and_not_for_production) {
    const std::string allowed = "http_to_loopback = true\n";
    const auto settings = parse_settings(provider(allowed, "http://127.0.0.1:4000"));
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_FALSE(is_taken(provider(allowed, "http://127.0.0.1.example.cn")));
    EXPECT_FALSE(is_taken(provider(allowed, "http://exam.example.cn")));
    const auto findings = production_findings(*settings, Kind::production);
    EXPECT_TRUE(std::ranges::any_of(findings, [](const Finding& finding) {
        return finding.key == "login.provider" && finding.weight == Weight::refuses;
    }));
}

TEST(Login, endpoints_lie_with_the_issuer_or_where_the_settings_say) {
    const auto settings = parse_settings(
        provider("also_at = [\"https://login.example.cn\"]\n", "https://exam.example.cn/realm"));
    ASSERT_TRUE(settings) << settings.error().describe();
    const LoginProvider& read = settings->login.providers.front();
    EXPECT_TRUE(read.may_lie_at("https://exam.example.cn/keys"));
    EXPECT_TRUE(read.may_lie_at("https://login.example.cn/auth?x=1"));
    EXPECT_FALSE(read.may_lie_at("https://exam.example.cn.evil.example/keys"));
    EXPECT_FALSE(read.may_lie_at("https://exam.example.cn@evil.example/keys"));
    EXPECT_FALSE(read.may_lie_at("https://exam.example.cn\\@evil.example/keys"));
    EXPECT_FALSE(read.may_lie_at("http://exam.example.cn/keys"));
    EXPECT_FALSE(read.may_lie_at("https://exam.example.cn:8443/keys"));
    EXPECT_FALSE(read.may_lie_at(""));
}

}  // namespace
}  // namespace yinxin::config
