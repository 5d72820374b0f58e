// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/found_codes.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

constexpr std::string_view ours = "https://yanshi.example";
constexpr std::string_view token = "AbCdEfGhIjKlMnOpQrStUg";

CodeText read(const std::string& text) {
    return read_code_text(text, ours);
}

TEST(FoundCodes, a_link_of_ours_names_its_copy) {
    const CodeText text = read(std::string(ours) + "/v/" + std::string(token) + "\n");
    EXPECT_EQ(text.target, CodeTarget::copy);
    EXPECT_EQ(text.token, token);
}

TEST(FoundCodes, an_address_of_ours_that_is_no_copy_is_unknown) {
    EXPECT_EQ(read(std::string(ours)).target, CodeTarget::unknown);
    EXPECT_EQ(read(std::string(ours) + "/v/short").target, CodeTarget::unknown);
    EXPECT_EQ(read(std::string(ours) + "/v/" + std::string(token) + "/match").target,
              CodeTarget::unknown);
}

TEST(FoundCodes, a_host_that_only_looks_like_ours_is_named_as_what_it_is) {
    const auto host = [](const std::string& text) {
        const CodeText found = read(text);
        EXPECT_EQ(found.target, CodeTarget::elsewhere) << text;
        return found.host;
    };
    EXPECT_EQ(host("https://yanshi.example.evil.test/v/x"), "yanshi.example.evil.test");
    EXPECT_EQ(host("https://yanshi.example@evil.test/v/x"), "evil.test");
    EXPECT_EQ(host("https://yanshi.example\\@evil.test/"), "yanshi.example");
    EXPECT_EQ(host("http://yanshi.example/v/" + std::string(token)), "yanshi.example");
    EXPECT_EQ(host("HTTPS://EVIL.test:81/"), "evil.test:81");
    EXPECT_EQ(host("https://\xFF\xFE/"), "");
    EXPECT_EQ(host("https://"), "");
}

TEST(FoundCodes, an_offline_code_is_told_from_a_foreign_text) {
    EXPECT_EQ(read("YX1:6BF").target, CodeTarget::offline);
    EXPECT_EQ(read("WIFI:S:guest;;").target, CodeTarget::other);
    EXPECT_EQ(read("").target, CodeTarget::other);
}

}  // namespace
}  // namespace yinxin::service
