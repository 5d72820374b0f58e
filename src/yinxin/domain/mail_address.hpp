// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// 邮箱地址: "zhang.yan@example.com", the part after @ in small letters. Equal values mean the same
/// mailbox.
struct MailAddress {
    std::string text;

    friend auto operator<=>(const MailAddress&, const MailAddress&) = default;
};

/// The usual form of an address (RFC 5321 without quoted local parts and address literals), in
/// ASCII, with a dot after @. White space around it and full-width characters are accepted.
/// @error person.mail_invalid
[[nodiscard]] Result<MailAddress> parse_mail_address(std::string_view raw);

/// z***@example.com: the length of the hidden part says nothing.
[[nodiscard]] std::string masked_mail(const MailAddress& address);

}  // namespace yinxin::domain
