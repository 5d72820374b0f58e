// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/strict_table.hpp"
#include "yinxin/domain/message.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::config {

/// A message as it is registered with a carrier, who takes values for its places and no free text.
struct MessageTemplate {
    std::string message;  ///< name of ours: "login"
    std::string id;       ///< as the carrier registered it
    std::string id_en;    ///< of the English text; empty: everybody gets the Chinese one
    std::vector<std::string> parameters;  ///< in the order of the template's places
    std::string subject;                  ///< of a mail
    std::string subject_en;               ///< of the English text
};

/// Who carries our messages (docs/messages.md).
struct MessageGateway {
    std::string name;  ///< in logs, metrics, and the address of its receipts
    std::string url;
    domain::MessageChannel channel = domain::MessageChannel::sms;
    std::filesystem::path key_file;  ///< its first line signs requests and receipts
    std::string sign_name;           ///< 短信签名; of mail the name it comes from
    std::uint64_t daily_cap = 0;     ///< messages a civil day
    std::chrono::seconds deadline{5};
    std::vector<MessageTemplate> templates;

    /// nullptr: this gateway does not know the message.
    [[nodiscard]] const MessageTemplate* find(std::string_view message) const noexcept;
};

/// In the order in which they are asked, each for its channel: the second carries what the first
/// cannot.
struct Messages {
    std::vector<MessageGateway> gateways;

    [[nodiscard]] bool has(domain::MessageChannel channel) const noexcept;
    /// nullptr: there is none of this name.
    [[nodiscard]] const MessageGateway* find(std::string_view name) const noexcept;
};

/// Reads the section "message".
void read_messages(StrictTable& table, Messages& messages);
/// The section as it would be written; without gateways a commented example.
[[nodiscard]] std::string describe_messages(const Messages& messages);

}  // namespace yinxin::config
