// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"

#include <span>
#include <string_view>

/// 短信、邮件: which messages there are, whoever carries them.
namespace yinxin::domain {

/// What carries a message. One knows nothing of the other's outages.
enum class MessageChannel { sms, mail };

template <>
struct KeyTable<MessageChannel> {
    static constexpr std::array<Keyed<MessageChannel>, 2> rows{{
        {MessageChannel::sms, "sms"},
        {MessageChannel::mail, "mail"},
    }};
};

/// By which channels a message goes.
enum class Carriage { sms, mail, both };

/// One message as it is registered with a carrier: its text is a template there, and message
/// "sms.<name>" or "mail.<name>" here.
struct MessageKind {
    std::string_view name;
    bool has_code = false;  ///< parameters "code" and "minutes"; worth nothing after some minutes
    Carriage by = Carriage::sms;
};

[[nodiscard]] bool goes_by(const MessageKind& kind, MessageChannel channel) noexcept;

/// What a message may carry. Nothing personal: who reads another's telephone learns nothing.
[[nodiscard]] std::span<const std::string_view> parameters_of(const MessageKind& kind) noexcept;

[[nodiscard]] std::span<const MessageKind> message_kinds() noexcept;
/// nullptr: there is none of this name.
[[nodiscard]] const MessageKind* find_message_kind(std::string_view name) noexcept;

/// Whether a carrier's word for what went wrong may be kept and shown: short, ASCII, no sentence
/// that could repeat a number.
[[nodiscard]] bool is_message_reason(std::string_view word) noexcept;

}  // namespace yinxin::domain
