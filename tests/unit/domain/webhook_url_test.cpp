// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/webhook_url.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

bool is_allowed(std::string_view text, WebhookReach reach = WebhookReach::internet) {
    return parse_webhook_url(text, reach).has_value();
}

TEST(WebhookUrl, leads_to_the_internet_by_https) {
    EXPECT_TRUE(is_allowed("https://hr.example.com/hooks/yinxin?v=1"));
    EXPECT_TRUE(is_allowed("https://hr.example.com:8443/"));
    EXPECT_TRUE(is_allowed("https://8.8.8.8/x"));
    EXPECT_TRUE(is_allowed("https://[2400:3200::1]:443/x"));
}

TEST(WebhookUrl, never_leads_inside) {
    for (const char* text : {"https://127.0.0.1/",
                             "https://localhost/",
                             "https://10.0.0.8/x",
                             "https://169.254.169.254/latest",
                             "https://[::1]/",
                             "https://[fe80::1]/",
                             "https://[::ffff:10.0.0.1]/",
                             "https://0/",
                             "https://2130706433/",
                             "https://127.1/",
                             "https://0x7f000001/",
                             "https://0x7f.0x1/"}) {
        EXPECT_FALSE(is_allowed(text)) << text;
    }
}

TEST(WebhookUrl, has_one_reading) {
    for (const char* text : {"",
                             "https://",
                             "https://hr.example.com",
                             "http://hr.example.com/",
                             "ftp://hr.example.com/",
                             "https://user@hr.example.com/",
                             "https://hr.example.com:80@10.0.0.1/",
                             "https://hr.example.com\\@10.0.0.1/",
                             "https://hr.example.com/#x",
                             "https://hr.example.com:/",
                             "https://hr.example.com:99999/",
                             "https://HR.example.com/",
                             "https://[::1/",
                             "https://h r/",
                             "https://例子.cn/",
                             "https://hr.example.com/\r\nX: y"}) {
        EXPECT_FALSE(is_allowed(text)) << text;
    }
    EXPECT_FALSE(is_allowed("https://hr.example.com/" + std::string(300, 'a')));
}

TEST(WebhookUrl, of_a_demonstration_may_lead_to_this_host_and_nowhere_else_inside) {
    const auto demo = WebhookReach::demonstration;
    EXPECT_TRUE(is_allowed("http://127.0.0.1:9000/hook", demo));
    EXPECT_TRUE(is_allowed("http://localhost:9000/hook", demo));
    EXPECT_TRUE(is_allowed("http://[::1]:9000/hook", demo));
    EXPECT_FALSE(is_allowed("http://10.0.0.8/hook", demo));
    EXPECT_FALSE(is_allowed("http://hr.example.com/hook", demo));
}

}  // namespace
}  // namespace yinxin::domain
