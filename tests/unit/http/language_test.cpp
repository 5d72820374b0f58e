// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/language.hpp"

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

TEST(LanguageTest, what_browsers_send_leads_to_the_language_they_like_best) {
    EXPECT_EQ(preferred_language("zh-CN,zh;q=0.9,en;q=0.8"), Language::chinese);
    EXPECT_EQ(preferred_language("en-US,en;q=0.9"), Language::english);
    EXPECT_EQ(preferred_language("en-GB,en;q=0.5,zh-TW;q=0.3"), Language::english);
    EXPECT_EQ(preferred_language("de-DE,de;q=0.9,en;q=0.8,zh;q=0.85"), Language::chinese);
    EXPECT_EQ(preferred_language("zh-Hans-CN;q=0.05 , en ; q=0.1"), Language::english);
    EXPECT_EQ(preferred_language("en;q=1.0, zh;q=1.0"), Language::english);
}

TEST(LanguageTest, a_language_refused_or_unknown_is_nobodys_choice) {
    EXPECT_EQ(preferred_language("en;q=0, zh;q=0.000"), std::nullopt);
    EXPECT_EQ(preferred_language("de-DE,fr;q=0.9,*;q=0.5"), std::nullopt);
    EXPECT_EQ(preferred_language(""), std::nullopt);
    EXPECT_EQ(preferred_language(";q=,,;;=,english"), std::nullopt);
}

}  // namespace
}  // namespace yinxin::http
