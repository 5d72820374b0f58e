// SPDX-License-Identifier: Apache-2.0
#include "yinxin/config/messages.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/config/keys.hpp"

#include <algorithm>

namespace yinxin::config {
namespace {

using domain::MessageChannel;

/// Two of them are asked within the lease of a message (jobs/send_messages).
constexpr std::chrono::seconds longest_deadline{20};
constexpr std::size_t longest_name = 20;
/// Of one channel.
constexpr std::ptrdiff_t most_gateways = 2;

bool is_name(std::string_view text) {
    return text.size() <= longest_name && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

/// Plain ASCII that two readers cannot take for two hosts: no user name, no backslash.
bool is_url(std::string_view url) {
    const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    const std::string_view rest = url.substr(scheme);
    const std::string_view host = rest.substr(0, rest.find_first_of("/?#"));
    return scheme != 0 && !host.empty() && !host.contains('@') &&
           std::ranges::all_of(url, [](char c) {
               return c > ' ' && c < 0x7F && c != '\\' && c != '"' && c != '#';
           });
}

bool is_order_of(const std::vector<std::string>& order, const domain::MessageKind& kind) {
    std::vector<std::string_view> wanted(order.begin(), order.end());
    std::ranges::sort(wanted);
    const auto given = domain::parameters_of(kind);  // stands sorted
    return std::ranges::equal(wanted, given);
}

MessageTemplate read_template(StrictTable& table) {
    MessageTemplate one;
    one.message = table.text("message");
    one.id = table.text("id");
    one.id_en = table.text_or_empty("id_en");
    one.parameters = table.texts("parameters");
    one.subject = table.text_or_empty("subject");
    one.subject_en = table.text_or_empty("subject_en");
    const domain::MessageKind* kind = domain::find_message_kind(one.message);
    if (kind == nullptr) {
        table.refuse("message", "there is no message of this name");
    } else if (!is_order_of(one.parameters, *kind)) {
        table.refuse("parameters",
                     kind->has_code ? "\"code\" and \"minutes\" are needed, in the template's order"
                                    : "this message has none");
    }
    return one;
}

std::chrono::seconds read_deadline(StrictTable& table) {
    const std::string text = table.text_or_empty("deadline");
    if (text.empty()) return MessageGateway{}.deadline;
    const auto length = parse_duration(text);
    if (!length || *length < std::chrono::seconds(1) || *length > longest_deadline) {
        table.refuse("deadline", "a duration from 1s to " + show_duration(longest_deadline));
        return MessageGateway{}.deadline;
    }
    return *length;
}

/// A mail has a subject, in every language it has a text in; a text message has none.
void check_subject(StrictTable& table, const MessageGateway& gateway, const MessageTemplate& one) {
    const std::string message = '"' + one.message + '"';
    if (gateway.channel == MessageChannel::sms) {
        if (!one.subject.empty() || !one.subject_en.empty()) {
            table.refuse("template", message + ": a text message has no subject");
        }
    } else if (one.subject.empty() || one.subject_en.empty() != one.id_en.empty()) {
        table.refuse(
            "template",
            message + ": a mail needs a subject, and a subject_en where there is an id_en");
    }
}

/// A message nobody registered with the carrier would wait for ever.
void check_templates(StrictTable& table, const MessageGateway& gateway) {
    for (std::size_t i = 0; i < gateway.templates.size(); ++i) {
        const MessageTemplate& one = gateway.templates[i];
        if (gateway.find(one.message) != &one) {
            table.refuse("template", '"' + one.message + "\" stands there twice");
        }
        const domain::MessageKind* kind = domain::find_message_kind(one.message);
        if (kind != nullptr && !domain::goes_by(*kind, gateway.channel)) {
            table.refuse("template",
                         '"' + one.message + "\" never goes by " +
                             std::string(domain::key(gateway.channel)));
        }
        check_subject(table, gateway, one);
    }
    for (const domain::MessageKind& kind : domain::message_kinds()) {
        if (domain::goes_by(kind, gateway.channel) && gateway.find(kind.name) == nullptr) {
            table.refuse("template", "there is none for \"" + std::string(kind.name) + '"');
        }
    }
}

MessageGateway read_gateway(StrictTable& table) {
    MessageGateway gateway;
    gateway.name = table.text("name");
    if (!is_name(gateway.name)) {
        table.refuse("name", "small letters, digits and '_' are needed, at most 20");
    }
    const std::string channel = table.text_or_empty("channel");
    const auto known = domain::parse_key<MessageChannel>(channel);
    if (!channel.empty() && !known) table.refuse("channel", "\"sms\" or \"mail\" is needed");
    gateway.channel = known ? *known : MessageChannel::sms;
    gateway.url = table.text("url");
    if (!is_url(gateway.url)) table.refuse("url", "a plain http(s) URL is needed");
    gateway.key_file = table.text("key_file");
    gateway.sign_name = table.text("sign_name");
    gateway.daily_cap = static_cast<std::uint64_t>(table.integer("daily_cap"));
    if (gateway.daily_cap == 0) table.refuse("daily_cap", "at least 1 is needed");
    gateway.deadline = read_deadline(table);
    table.tables("template", [&gateway](StrictTable& inner) {
        gateway.templates.push_back(read_template(inner));
    });
    check_templates(table, gateway);
    return gateway;
}

std::string toml_text(std::string_view text) {
    return log::json_quote(text);
}

std::string describe_gateway(const MessageGateway& gateway) {
    std::string text = "\n[[message.gateway]]\nname = " + toml_text(gateway.name) +
                       "\nchannel = " + toml_text(domain::key(gateway.channel)) +
                       "\nurl = " + toml_text(gateway.url) +
                       "\nkey_file = " + toml_text(gateway.key_file.string()) +
                       "\nsign_name = " + toml_text(gateway.sign_name) +
                       "\ndaily_cap = " + std::to_string(gateway.daily_cap) +
                       "\ndeadline = " + toml_text(show_duration(gateway.deadline)) + '\n';
    for (const MessageTemplate& one : gateway.templates) {
        text += "[[message.gateway.template]]\nmessage = " + toml_text(one.message) +
                "\nid = " + toml_text(one.id) + "\nid_en = " + toml_text(one.id_en);
        if (gateway.channel == MessageChannel::mail) {
            text += "\nsubject = " + toml_text(one.subject) +
                    "\nsubject_en = " + toml_text(one.subject_en);
        }
        text += "\nparameters = [";
        for (const std::string& parameter : one.parameters) {
            text += (text.ends_with('[') ? "" : ", ") + toml_text(parameter);
        }
        text += "]\n";
    }
    return text;
}

constexpr std::string_view example =
    "\n# Who carries text messages and mail (docs/messages.md); the second of a channel is asked "
    "when the\n"
    "# first is away. Without one for \"sms\" nobody gets a code: no registration, no binding, no "
    "login by\n"
    "# mobile. With one for \"mail\" holders may have their notices by mail.\n"
    "# [[message.gateway]]\n"
    "# name = \"carrier\"\n"
    "# channel = \"sms\"\n"
    "# url = \"https://sms.example/send\"\n"
    "# key_file = \"own/carrier.key\"\n"
    "# sign_name = \"演示\"\n"
    "# daily_cap = 100000\n"
    "# deadline = \"5s\"\n"
    "# [[message.gateway.template]]\n"
    "# message = \"login\"\n"
    "# id = \"SMS_1001\"\n"
    "# id_en = \"\"\n"
    "# parameters = [\"code\", \"minutes\"]\n"
    "# [[message.gateway]]\n"
    "# name = \"post\"\n"
    "# channel = \"mail\"\n"
    "# url = \"https://mail.example/send\"\n"
    "# key_file = \"own/post.key\"\n"
    "# sign_name = \"演示\"\n"
    "# daily_cap = 100000\n"
    "# deadline = \"5s\"\n"
    "# [[message.gateway.template]]\n"
    "# message = \"mail_new\"\n"
    "# id = \"MAIL_1001\"\n"
    "# id_en = \"\"\n"
    "# subject = \"邮箱验证码\"\n"
    "# subject_en = \"\"\n"
    "# parameters = [\"code\", \"minutes\"]\n";

}  // namespace

const MessageTemplate* MessageGateway::find(std::string_view message) const noexcept {
    const auto found = std::ranges::find(templates, message, &MessageTemplate::message);
    return found == templates.end() ? nullptr : &*found;
}

bool Messages::has(MessageChannel channel) const noexcept {
    return std::ranges::find(gateways, channel, &MessageGateway::channel) != gateways.end();
}

const MessageGateway* Messages::find(std::string_view name) const noexcept {
    const auto found = std::ranges::find(gateways, name, &MessageGateway::name);
    return found == gateways.end() ? nullptr : &*found;
}

void read_messages(StrictTable& table, Messages& messages) {
    table.tables("gateway", [&messages](StrictTable& inner) {
        MessageGateway gateway = read_gateway(inner);
        if (messages.find(gateway.name) != nullptr) inner.refuse("name", "stands there twice");
        messages.gateways.push_back(std::move(gateway));
    });
    for (const auto& [channel, key] : domain::all_keyed<MessageChannel>()) {
        if (std::ranges::count(messages.gateways, channel, &MessageGateway::channel) >
            most_gateways) {
            table.refuse("gateway",
                         "a first and a second one for \"" + std::string(key) + "\", not more");
        }
    }
}

std::string describe_messages(const Messages& messages) {
    if (messages.gateways.empty()) return std::string(example);
    std::string text;
    for (const MessageGateway& gateway : messages.gateways)
        text += describe_gateway(gateway);
    return text;
}

}  // namespace yinxin::config
