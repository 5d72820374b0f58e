// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/recipient.hpp"
#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/messages.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Short messages to people's mobiles, and to the mail address who has one. A message is a row
/// first, written in the transaction it belongs to; jobs::send_messages takes it to a gateway
/// afterwards. In a demonstration without gateways the row is all there is.
namespace yinxin::service {

/// One message: a template of the gateway's (and of the message files: "sms.<name>", "mail.<name>")
/// and its values. Gateways in China send registered templates, not free text.
struct Message {
    std::string name;                               ///< domain::message_kinds
    std::map<std::string, std::string> parameters;  ///< "code", "minutes"
    Language language = Language::zh;
};

/// Whether messages can go by this channel here at all. A demonstration without gateways shows them
/// on a page.
[[nodiscard]] bool has_channel(const Services& services, domain::MessageChannel channel) noexcept;

/// Writes a message to be sent, by the channel of whom it goes to; nothing where there is nobody.
/// One with a code is dropped when the code has expired.
Result<void> queue_message(storage::Transaction& transaction,
                           const Services& services,
                           const domain::Recipient& to,
                           const Message& message,
                           Instant now);

/// Says at once that no code can be sent just now: every gateway of the channel is left alone after
/// failures, or has carried all it may on this day. Asked before it is known whether anybody has
/// the mobile, so that the answer is the same for all.
/// @error messages.unavailable, messages.mail_unavailable  param `field` ("form"), with retry_after
Result<void> require_messages(storage::Reader& reader,
                              const Services& services,
                              domain::MessageChannel channel,
                              Instant now);

/// A receipt as a carrier posts it: what its headers say, and the body as it came.
struct SignedReceipts {
    std::string gateway;
    std::string time;  ///< epoch seconds
    std::string nonce;
    std::string signature;  ///< "v1=<hex>"
    std::string body;
};
/// @error not_found  there is no such gateway.
/// @error messages.receipt_refused  the signature or the time is wrong; which of them is not said.
Result<void> check_receipts(const Services& services, const SignedReceipts& receipts);
/// Notes them. Repeated and unknown ones change nothing, so a carrier may post again.
[[nodiscard]] Task<Result<void>> note_receipts(Services& services,
                                               std::string gateway,
                                               std::vector<storage::MessageReceipt> receipts);

inline constexpr int messages_of_a_page = 100;

/// The log of deliveries, one day of it, as the system administrator sees it.
struct MessageLog {
    std::vector<storage::MessageLine> lines;
    bool has_more = false;
    std::vector<storage::MessageCount> counts;  ///< of the whole day
};
/// @error forbidden
[[nodiscard]] Task<Result<MessageLog>> read_message_log(Services& services,
                                                        domain::StaffActor actor,
                                                        storage::MessageQuestion question);

/// One line of /demo/messages.
struct DemoMessage {
    std::string mobile;  ///< or mail address, in full: the people are fictitious
    Instant sent_at{};
    Message message;
    bool is_mail = false;
};
/// The newest messages first.
/// @error not_found  this is not a demonstration.
[[nodiscard]] Task<Result<std::vector<DemoMessage>>> list_demo_messages(Services& services,
                                                                        std::int64_t most);

}  // namespace yinxin::service

template <>
struct yinxin::domain::KeyTable<yinxin::service::Language> {
    static constexpr std::array<Keyed<service::Language>, 2> rows{{
        {service::Language::zh, "zh-CN"},
        {service::Language::en, "en"},
    }};
};
