// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/messages.hpp"

#include "yinxin/config/settings.hpp"
#include "yinxin/domain/message.hpp"

#include <string>

#include <gtest/gtest.h>

namespace yinxin::config {
namespace {

std::string head(const std::string& name) {
    return "[[message.gateway]]\nname = \"" + name +
           "\"\nurl = \"https://sms.example/send\"\nkey_file = \"/k\"\nsign_name = \"演示\"\n"
           "daily_cap = 100\n";
}

std::string mail_head(const std::string& name) {
    std::string text = head(name);
    text.insert(text.find("url"), "channel = \"mail\"\n");
    return text;
}

std::string templates(std::string_view without = "") {
    std::string text;
    for (const domain::MessageKind& kind : domain::message_kinds()) {
        if (kind.name == without || !goes_by(kind, domain::MessageChannel::sms)) continue;
        text += "[[message.gateway.template]]\nmessage = \"" + std::string(kind.name) +
                "\"\nid = \"T_" + std::string(kind.name) + "\"\nparameters = [" +
                (kind.has_code ? "\"minutes\", \"code\"" : "") + "]\n";
    }
    return text;
}

std::string mail_templates(const std::string& subject = "subject = \"通知\"\n") {
    std::string text;
    for (const domain::MessageKind& kind : domain::message_kinds()) {
        if (!goes_by(kind, domain::MessageChannel::mail)) continue;
        text += "[[message.gateway.template]]\nmessage = \"" + std::string(kind.name) +
                "\"\nid = \"M_" + std::string(kind.name) + "\"\n" + subject + "parameters = [" +
                (kind.has_code ? "\"minutes\", \"code\"" : "") + "]\n";
    }
    return text;
}

std::string refusal_of(const std::string& toml) {
    const auto settings = parse_settings(toml);
    return settings ? "" : settings.error().detail();
}

TEST(MessageSettings, a_gateway_with_a_template_for_every_message_is_read) {
    const auto settings = parse_settings(head("carrier") + templates());
    ASSERT_TRUE(settings) << settings.error().describe();
    ASSERT_EQ(settings->messages.gateways.size(), 1U);
    const MessageGateway& gateway = settings->messages.gateways.front();
    EXPECT_EQ(gateway.deadline, std::chrono::seconds(5));
    const MessageTemplate* login = gateway.find("login");
    ASSERT_NE(login, nullptr);
    EXPECT_EQ(login->parameters, (std::vector<std::string>{"minutes", "code"}));
}

TEST(MessageSettings, a_message_without_template_is_named) {
    EXPECT_NE(refusal_of(head("carrier") + templates("bound")).find("\"bound\""),
              std::string::npos);
}

TEST(MessageSettings, an_order_must_be_of_the_parameters_the_message_has) {
    std::string text = head("carrier") + templates();
    text.replace(text.find("\"minutes\", \"code\""), 17, "\"code\"");
    EXPECT_NE(refusal_of(text).find("parameters"), std::string::npos) << refusal_of(text);
}

TEST(MessageSettings, what_cannot_be_meant_is_refused) {
    const std::string all = templates();
    EXPECT_NE(refusal_of(head("carrier") + all + head("carrier") + all).find("twice"),
              std::string::npos);
    EXPECT_NE(refusal_of(head("Carrier 1") + all).find("name"), std::string::npos);
    EXPECT_NE(refusal_of(head("a") + all + head("b") + all + head("c") + all).find("not more"),
              std::string::npos);
    EXPECT_NE(refusal_of(head("carrier") + "deadline = \"60s\"\n" + all).find("deadline"),
              std::string::npos);
    EXPECT_NE(refusal_of(head("carrier") + "colour = \"red\"\n" + all).find("unknown key"),
              std::string::npos);
    EXPECT_NE(refusal_of("[message]\ngateway = \"carrier\"\n"), "");
}

TEST(MessageSettings, are_written_as_they_are_read) {
    const auto settings = parse_settings(head("carrier") + templates() + head("b") + templates());
    ASSERT_TRUE(settings) << settings.error().describe();
    const auto again = parse_settings(describe(*settings));
    ASSERT_TRUE(again) << again.error().describe();
    ASSERT_EQ(again->messages.gateways.size(), 2U);
    EXPECT_EQ(describe(*again), describe(*settings));
}

TEST(MessageSettings, a_mail_gateway_stands_beside_the_others_and_is_written_as_it_is_read) {
    const auto settings = parse_settings(head("a") + templates() + head("b") + templates() +
                                         mail_head("post") + mail_templates());
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_TRUE(settings->messages.has(domain::MessageChannel::mail));
    EXPECT_EQ(settings->messages.find("post")->channel, domain::MessageChannel::mail);
    EXPECT_EQ(settings->messages.find("post")->find("copy_ready")->subject, "通知");
    const auto again = parse_settings(describe(*settings));
    ASSERT_TRUE(again) << again.error().describe();
    EXPECT_EQ(describe(*again), describe(*settings));
}

TEST(MessageSettings, a_mail_has_a_subject_and_only_what_goes_by_mail_has_a_template) {
    EXPECT_NE(refusal_of(mail_head("post") + mail_templates("")).find("needs a subject"),
              std::string::npos);
    EXPECT_NE(refusal_of(mail_head("post") + mail_templates("id_en = \"E\"\nsubject = \"通知\"\n"))
                  .find("subject_en"),
              std::string::npos);
    EXPECT_NE(refusal_of(mail_head("post") + mail_templates() +
                         "[[message.gateway.template]]\nmessage = \"login\"\nid = \"M\"\n"
                         "subject = \"通知\"\nparameters = [\"code\", \"minutes\"]\n")
                  .find("never goes by mail"),
              std::string::npos);
    std::string text = head("carrier") + templates();
    text.insert(text.find("parameters"), "subject = \"通知\"\n");
    EXPECT_NE(refusal_of(text).find("no subject"), std::string::npos) << refusal_of(text);
    EXPECT_NE(refusal_of(mail_head("a") + mail_templates() + mail_head("b") + mail_templates() +
                         mail_head("c") + mail_templates())
                  .find("not more"),
              std::string::npos);
}

TEST(MessageSettings, production_says_when_nothing_sends_mail) {
    const auto hints = [](const std::string& toml) {
        int found = 0;
        const auto settings = parse_settings(toml);
        EXPECT_TRUE(settings);
        for (const Finding& finding : production_findings(*settings, Kind::production)) {
            const bool is_it = finding.text.contains("nothing sends mail");
            found += is_it && finding.weight == Weight::advises ? 1 : 0;
        }
        return found;
    };
    EXPECT_EQ(hints(head("carrier") + templates()), 1);
    EXPECT_EQ(hints(head("carrier") + templates() + mail_head("post") + mail_templates()), 0);
}

TEST(MessageSettings, codes_do_not_travel_readable_in_production) {
    std::string text = head("carrier") + templates();
    text.replace(text.find("https://sms"), 11, "http://sms");
    const auto settings = parse_settings(text);
    ASSERT_TRUE(settings);
    bool is_refused = false;
    for (const Finding& finding : production_findings(*settings, Kind::production)) {
        is_refused |= finding.key == "message.gateway" && finding.weight == Weight::refuses;
    }
    EXPECT_TRUE(is_refused);
}

}  // namespace
}  // namespace yinxin::config
