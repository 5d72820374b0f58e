// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/config/messages.hpp"
#include "yinxin/storage/messages.hpp"

#include <chrono>
#include <string>
#include <vector>

/// Our HTTP adapter to a carrier of messages (docs/messages.md, Wire format).
namespace yinxin::jobs {

/// One message on its way.
struct MessagePost {
    MessageId id;
    std::string name;
    std::string language;
    storage::MessageContent content;
};

enum class MessageFate {
    taken,    ///< the carrier has it
    refused,  ///< he will never take it; `reason` says why
    later,    ///< he is away, slow or busy
};

struct MessageAnswer {
    MessageFate fate = MessageFate::later;
    std::string reason;  ///< a word: ours ("timeout", "connect", "status_503"), or the carrier's
};

/// The JSON one message is posted as.
/// @param registered  of this gateway for this message.
[[nodiscard]] std::string message_body(const config::MessageGateway& gateway,
                                       const config::MessageTemplate& registered,
                                       const MessagePost& post);

/// Posts them side by side and waits for all, at most gateway.deadline. An answer per post.
/// @param posts  each of a message for which the gateway has a template
[[nodiscard]] std::vector<MessageAnswer> post_messages(const config::MessageGateway& gateway,
                                                       const Secret& key,
                                                       const std::vector<MessagePost>& posts,
                                                       Instant now);

}  // namespace yinxin::jobs
