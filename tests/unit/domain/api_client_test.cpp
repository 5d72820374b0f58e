// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/api_client.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

const std::string secret(key_secret_length, 's');
const ClientKey sample{"abcDEF012345", Secret(secret)};

TEST(ClientKey, says_its_mode_and_carries_what_finds_it) {
    EXPECT_EQ(format_key(ClientMode::live, sample).expose(), "yx_live_abcDEF012345_" + secret);
    EXPECT_EQ(format_key(ClientMode::sandbox, sample).expose(), "yx_test_abcDEF012345_" + secret);
}

TEST(ClientKey, is_read_back) {
    for (const ClientMode mode : {ClientMode::live, ClientMode::sandbox}) {
        const auto read = parse_key_text(format_key(mode, sample).expose());
        ASSERT_TRUE(read);
        EXPECT_EQ(read->prefix, sample.prefix);
        EXPECT_EQ(read->secret.expose(), secret);
    }
}

TEST(ClientKey, of_another_form_is_refused_and_not_repeated) {
    const std::string good = format_key(ClientMode::live, sample).expose();
    std::string no_separator = good;
    no_separator[20] = 'x';
    for (const std::string& text : {std::string(),
                                    std::string("yx_live_"),
                                    good + "s",
                                    good.substr(1),
                                    good.substr(0, good.size() - 1),
                                    no_separator,
                                    good.substr(0, good.size() - 1) + "'"}) {
        const auto read = parse_key_text(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().detail(), "not an API key");
    }
}

TEST(ClientScopes, are_typed_with_commas_and_kept_with_spaces) {
    const auto scopes = parse_scopes("changes, status");
    ASSERT_TRUE(scopes);
    EXPECT_EQ(format_scopes(*scopes), "status changes");
    EXPECT_EQ(read_scopes(format_scopes(*scopes)), *scopes);
    const auto redeeming = parse_scopes("redeem");
    ASSERT_TRUE(redeeming);
    EXPECT_EQ(*redeeming, ClientScopes{ClientScope::redeem});
}

TEST(ClientScopes, must_be_known) {
    EXPECT_FALSE(parse_scopes(""));
    EXPECT_FALSE(parse_scopes("status,everything"));
}

TEST(ClientScopes, of_a_later_version_are_dropped) {
    EXPECT_EQ(read_scopes("status later"), ClientScopes{ClientScope::status});
}

}  // namespace
}  // namespace yinxin::domain
