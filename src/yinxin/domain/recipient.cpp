// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/recipient.hpp"

#include <utility>

namespace yinxin::domain {

Recipient Recipient::of_text(std::string text) {
    if (text.contains('@')) return MailAddress{std::move(text)};
    return Mobile{std::move(text)};
}

std::string masked(const Recipient& recipient) {
    return recipient.is_mail() ? masked_mail({recipient.text()})
                               : masked_mobile({recipient.text()});
}

std::string written(const Recipient& recipient) {
    return recipient.is_mail() ? recipient.text() : written(Mobile{recipient.text()});
}

}  // namespace yinxin::domain
