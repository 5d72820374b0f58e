// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/mobile.hpp"
#include "yinxin/service/services.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Short messages to people's mobiles. A message is a row first, written in the transaction it
/// belongs to; a gateway sends it afterwards. In a demonstration the row is all there is.
namespace yinxin::service {

/// One message: a template of the gateway's (and of the message files: "sms.<name>") and its
/// values. Gateways in China send registered templates, not free text.
struct Message {
    std::string name;  ///< "login", "register", "bind", "bound", "password_changed", …
    std::map<std::string, std::string> parameters;  ///< "code", "minutes"
};

/// Hands messages to an operator's network.
class MessageGateway {
  public:
    virtual ~MessageGateway() = default;
    /// @error unavailable  try again later.  @error invalid_input  will never be accepted.
    virtual Task<Result<void>> send(const domain::Mobile& to, const Message& message) = 0;
};

/// Writes a message to be sent; in a demonstration it counts as sent at once. Nothing is written
/// where there is no mobile.
Result<void> queue_message(storage::Transaction& transaction,
                           const Services& services,
                           const domain::Mobile& to,
                           const Message& message,
                           Instant now);

/// Sends what is queued, oldest first; codes that have expired meanwhile are dropped. What was sent
/// is forgotten but for the masked number. @return how many were sent.
[[nodiscard]] Task<Result<std::int64_t>> deliver_messages(Services& services,
                                                          MessageGateway& gateway,
                                                          std::int64_t most);

/// One line of /demo/messages.
struct DemoMessage {
    std::string mobile;  ///< in full: the people are fictitious
    Instant sent_at{};
    Message message;
};
/// The newest messages first.
/// @error not_found  this is not a demonstration.
[[nodiscard]] Task<Result<std::vector<DemoMessage>>> list_demo_messages(Services& services,
                                                                        std::int64_t most);

}  // namespace yinxin::service
