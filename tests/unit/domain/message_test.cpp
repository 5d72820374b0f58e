// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/message.hpp"

#include "yinxin/domain/notification.hpp"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

TEST(MessageKinds, have_a_name_each_of_their_own) {
    std::set<std::string_view> names;
    for (const MessageKind& kind : message_kinds())
        EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
}

TEST(MessageKinds, codes_have_parameters_and_the_others_none) {
    const MessageKind* login = find_message_kind("login");
    ASSERT_NE(login, nullptr);
    EXPECT_EQ(parameters_of(*login).size(), 2U);
    const MessageKind* bound = find_message_kind("bound");
    ASSERT_NE(bound, nullptr);
    EXPECT_TRUE(parameters_of(*bound).empty());
    EXPECT_EQ(find_message_kind("lottery"), nullptr);
}

TEST(MessageKinds, there_is_one_for_every_notification_by_either_way) {
    for (const auto& [event, key] : all_keyed<Notification>()) {
        const MessageKind* kind = find_message_kind(key);
        ASSERT_NE(kind, nullptr) << key;
        EXPECT_TRUE(goes_by(*kind, MessageChannel::sms)) << key;
        EXPECT_TRUE(goes_by(*kind, MessageChannel::mail)) << key;
    }
}

TEST(MessageKinds, codes_go_to_the_mobile_but_for_the_one_that_proves_a_mail_address) {
    for (const MessageKind& kind : message_kinds()) {
        if (!kind.has_code) continue;
        EXPECT_EQ(goes_by(kind, MessageChannel::mail), kind.name == "mail_new") << kind.name;
        EXPECT_EQ(goes_by(kind, MessageChannel::sms), kind.name != "mail_new") << kind.name;
    }
}

TEST(MessageReason, is_a_word_and_nothing_that_could_repeat_a_number_in_a_sentence) {
    EXPECT_TRUE(is_message_reason("isv.BLACK-LIST_1"));
    EXPECT_FALSE(is_message_reason(""));
    EXPECT_FALSE(is_message_reason("no such number: +8613800001234"));
    EXPECT_FALSE(is_message_reason("号码错误"));
    EXPECT_FALSE(is_message_reason(std::string(41, 'a')));
}

}  // namespace
}  // namespace yinxin::domain
