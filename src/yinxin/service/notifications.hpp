// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/notification.hpp"
#include "yinxin/service/services.hpp"

#include <vector>

/// 通知设置: what an account wants to be told by message, and in which language.
namespace yinxin::service {

/// The language an account is written to in; Chinese where nothing was chosen.
Result<Language> message_language(storage::Reader& reader, AccountId account);

struct NotificationSettings {
    Language language = Language::zh;
    std::vector<domain::Notification> wanted;  ///< in the order of the enumeration
};

/// What was chosen, and the defaults for the rest.
[[nodiscard]] Task<Result<NotificationSettings>> notification_settings(Services& services,
                                                                       AccountId account);
/// Puts them in place of what was chosen; what is not wanted is not told any more.
[[nodiscard]] Task<Result<void>> choose_notifications(Services& services,
                                                      AccountId account,
                                                      NotificationSettings settings);

}  // namespace yinxin::service
