// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/notifications.hpp"

#include "yinxin/service/messages.hpp"
#include "yinxin/storage/notifications.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::Notification;
using storage::Reader;
using storage::Transaction;

}  // namespace

Result<Language> message_language(Reader& reader, AccountId account) {
    YX_TRY(const auto found, storage::find_account_language(reader, account));
    if (!found) return Language::zh;
    const auto language = domain::parse_key<Language>(*found);
    return language ? *language : Language::zh;
}

Task<Result<NotificationSettings>> notification_settings(Services& services, AccountId account) {
    auto read = [account](Reader& reader) -> Result<NotificationSettings> {
        NotificationSettings settings;
        YX_TRY(settings.language, message_language(reader, account));
        YX_TRY(const auto choices, storage::list_choices(reader, account));
        for (const auto& [event, key] : domain::all_keyed<Notification>()) {
            if (storage::is_wanted(choices, event)) settings.wanted.push_back(event);
        }
        return settings;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> choose_notifications(Services& services,
                                        AccountId account,
                                        NotificationSettings settings) {
    const Instant now = services.clock.now();
    auto put = [account, settings, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::put_account_language(
            transaction, account, domain::key(settings.language), now));
        for (const auto& [event, key] : domain::all_keyed<Notification>()) {
            const bool is_on = std::ranges::find(settings.wanted, event) != settings.wanted.end();
            YX_CHECK(storage::put_choice(transaction, account, {event, is_on}, now));
        }
        return ok();
    };
    co_return co_await services.store.write(put);
}

}  // namespace yinxin::service
