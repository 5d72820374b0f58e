// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/mail_address.hpp"
#include "yinxin/domain/message.hpp"
#include "yinxin/domain/mobile.hpp"

#include <string>

namespace yinxin::domain {

/// Where a message goes: a mobile, or a mail address. Empty: nowhere.
class Recipient {
  public:
    Recipient() = default;
    // A mobile is a recipient, wherever one is asked for.
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    Recipient(const Mobile& mobile) : text_(mobile.e164) {}
    // NOLINTNEXTLINE(google-explicit-constructor,hicpp-explicit-conversions)
    Recipient(const MailAddress& address) : channel_(MessageChannel::mail), text_(address.text) {}
    /// As `text` gave it.
    [[nodiscard]] static Recipient of_text(std::string text);

    [[nodiscard]] MessageChannel channel() const noexcept { return channel_; }
    [[nodiscard]] bool is_mail() const noexcept { return channel_ == MessageChannel::mail; }
    [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
    /// As gateways take it: "+8613800001234", "zhang.yan@example.com".
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

  private:
    MessageChannel channel_ = MessageChannel::sms;
    std::string text_;
};

/// 138****1234, z***@example.com
[[nodiscard]] std::string masked(const Recipient& recipient);
/// As people write it.
[[nodiscard]] std::string written(const Recipient& recipient);

}  // namespace yinxin::domain
