// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/mail_address.hpp"
#include "yinxin/domain/notification.hpp"
#include "yinxin/service/services.hpp"

#include <optional>
#include <string>
#include <vector>

/// 通知设置: what an account wants to be told, by which ways, and in which language.
namespace yinxin::service {

/// The language an account is written to in; Chinese where nothing was chosen.
Result<Language> message_language(storage::Reader& reader, AccountId account);

/// By which ways an account is told of something; none of them: it does not want to be.
struct NoticeWays {
    bool by_sms = false;
    std::optional<domain::MailAddress> mail;
};
/// As it has chosen. What it chose to get by mail comes to the mobile while there is no address, or
/// nothing here that sends mail.
Result<NoticeWays> ways_to_tell(storage::Reader& reader,
                                const Services& services,
                                AccountId account,
                                domain::Notification event);

struct NotificationSettings {
    Language language = Language::zh;
    std::vector<domain::Notification> by_sms;   ///< in the order of the enumeration
    std::vector<domain::Notification> by_mail;  ///< likewise

    [[nodiscard]] bool has_sms(domain::Notification event) const;
    [[nodiscard]] bool has_mail(domain::Notification event) const;
};
/// The settings, and what the page says beside them.
struct ShownNotifications {
    NotificationSettings chosen;
    bool is_mail_offered = false;
    std::string masked_mail;  ///< empty: the account has no address
};

/// What was chosen, and the defaults for the rest.
[[nodiscard]] Task<Result<ShownNotifications>> notification_settings(Services& services,
                                                                     AccountId account);
/// Puts them in place of what was chosen; what is wanted by no way is not told any more. An account
/// that cannot be written to by mail chooses nothing of it.
[[nodiscard]] Task<Result<void>> choose_notifications(Services& services,
                                                      AccountId account,
                                                      NotificationSettings settings);

}  // namespace yinxin::service
