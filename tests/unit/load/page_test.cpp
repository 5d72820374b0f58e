// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::load {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr std::string_view page = R"(<html><head>
<link rel="stylesheet" href="/static/app.css?v=1"><link rel="alternate" href="/en">
<link rel="icon" type="image/svg+xml" href="/static/favicon.svg"></head><body>
<form action="/logout" method="post"><input type="hidden" name="csrf" value="t0"></form>
<form class="form" method="post" action="/certificates/7/apply" novalidate>
  <input type="hidden" name="csrf" value="a&amp;b&#34;c">
  <input type="hidden" name="step" value="review">
  <input type="radio" name="scenario" id="s1" value="own_use"> <input type="radio" name="scenario" id="s2" value="bid" checked>
  <input type="radio" name="way" value="first"><input type="radio" name="way" value="second">
  <input id="days" name="days" value="" type="number" min="1">
  <input type="checkbox" name="confirm_short" value="yes" required>
  <input type="checkbox" name="other" value="yes">
  <input type="file" name="file"><button class="button">go</button>
</form><form action="/later"><input name="x" value="1"></form>
<svg><use href="/static/icons.svg?v=2#info"/></svg><svg><use href="/static/icons.svg?v=2#error"/></svg>
<img src="/certificates/7/picture.svg" alt=""><img src="/lazy.svg" loading="lazy">
<img src="https://elsewhere.example/x.png"><script src="/static/app.js" defer></script>
</body></html>)";

TEST(Page, a_form_is_filled_as_somebody_leaves_it) {
    const auto form = find_form(page, "/certificates/7/apply");
    ASSERT_TRUE(form);
    EXPECT_THAT(*form,
                ElementsAre(Pair("csrf", "a&b\"c"),
                            Pair("step", "review"),
                            Pair("scenario", "bid"),
                            Pair("way", "first"),
                            Pair("days", ""),
                            Pair("confirm_short", "yes")));
}

TEST(Page, a_form_that_is_not_there_is_not_found) {
    EXPECT_FALSE(find_form(page, "/certificates/8/apply"));
    EXPECT_FALSE(find_form("", "/x"));
    EXPECT_FALSE(find_form("<form action=\"/x", "/x"));
}

TEST(Page, fields_are_changed_and_written_as_a_form_is) {
    FormFields fields{{"csrf", "a+b"}, {"days", ""}};
    set_field(fields, "days", "90");
    set_field(fields, "recipient", "\u6F14 &\u793A");
    EXPECT_EQ(encode_form(fields), "csrf=a%2Bb&days=90&recipient=%E6%BC%94+%26%E7%A4%BA");
}

TEST(Page, what_a_page_loads_is_found_once_each) {
    EXPECT_THAT(find_assets(page),
                ElementsAre("/static/app.css?v=1",
                            "/static/favicon.svg",
                            "/static/app.js",
                            "/certificates/7/picture.svg",
                            "/static/icons.svg?v=2"));
}

TEST(Page, text_between_marks) {
    EXPECT_EQ(find_between("<a href=\"/copies/42/view\">", "/copies/", "/"), "42");
    EXPECT_EQ(find_between("<b>1 &lt; 2</b>", "<b>", "</b>"), "1 < 2");
    EXPECT_EQ(find_between("<b>1", "<b>", "</b>"), std::nullopt);
    EXPECT_EQ(find_between("", "<b>", "</b>"), std::nullopt);
}

TEST(Page, what_html_writes_in_another_way_is_read) {
    EXPECT_EQ(unescape("a&amp;b&lt;&gt;&quot;&#39;&#28436;"), "a&b<>\"'\u6F14");
    EXPECT_EQ(unescape("& &nosuch; &#x; &"), "& &nosuch; &#x; &");
}

}  // namespace
}  // namespace yinxin::load
