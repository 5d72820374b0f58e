// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/mail_address.hpp"

#include "yinxin/domain/recipient.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

std::string address_of(std::string_view raw) {
    const auto address = parse_mail_address(raw);
    return address ? address->text : "refused";
}

TEST(MailAddress, is_read_as_people_type_it) {
    for (const std::string_view typed : {"zhang.yan@example.com",
                                         "  zhang.yan@Example.COM\r\n",
                                         "zhang.yan＠example.com",
                                         "zhang。yan@example。com",
                                         "　zhang．yan@example.com　"}) {
        EXPECT_EQ(address_of(typed), "zhang.yan@example.com") << typed;
    }
    EXPECT_EQ(address_of("Zhang+yx@mail-1.example.cn"), "Zhang+yx@mail-1.example.cn");
}

TEST(MailAddress, what_a_mail_server_would_not_take_is_refused) {
    for (const std::string_view typed : {"",
                                         "zhang",
                                         "@example.com",
                                         "zhang@",
                                         "zhang@example",
                                         "zhang@192.0.2.7",
                                         "zhang@@example.com",
                                         "zhang yan@example.com",
                                         "zhang..yan@example.com",
                                         ".zhang@example.com",
                                         "zhang@-example.com",
                                         "zhang@example..com",
                                         "张@example.com",
                                         "\"zhang\"@example.com",
                                         "zhang@example.com,li@example.com",
                                         "zhang@example.com\nBcc: li@example.com",
                                         "zhang<li@example.com>"}) {
        EXPECT_EQ(address_of(typed), "refused") << typed;
    }
    EXPECT_EQ(address_of(std::string(65, 'a') + "@example.com"), "refused");
    EXPECT_EQ(address_of("a@" + std::string(64, 'b') + ".com"), "refused");
}

TEST(MailAddress, is_shown_without_what_names_the_person) {
    EXPECT_EQ(masked_mail({"zhang.yan@example.com"}), "z***@example.com");
    EXPECT_EQ(masked_mail({"zy@example.com"}), "z***@example.com");
    EXPECT_EQ(masked_mail({"z@example.com"}), "***@example.com");
    EXPECT_EQ(masked_mail({""}), "");
}

TEST(Recipient, is_known_by_its_text) {
    const Recipient mail = Recipient::of_text("zhang.yan@example.com");
    EXPECT_TRUE(mail.is_mail());
    EXPECT_EQ(mail.channel(), MessageChannel::mail);
    EXPECT_EQ(masked(mail), "z***@example.com");
    EXPECT_EQ(written(mail), "zhang.yan@example.com");
    const Recipient mobile = Mobile{"+8613800001234"};
    EXPECT_EQ(mobile.channel(), MessageChannel::sms);
    EXPECT_EQ(masked(mobile), "138****1234");
    EXPECT_EQ(written(mobile), "13800001234");
    EXPECT_TRUE(Recipient().empty());
}

}  // namespace
}  // namespace yinxin::domain
