// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/notifications.hpp"

#include "yinxin/service/messages.hpp"
#include "yinxin/storage/account_mail.hpp"
#include "yinxin/storage/notifications.hpp"

#include <algorithm>

namespace yinxin::service {
namespace {

using domain::MessageChannel;
using domain::Notification;
using storage::NotificationChoice;
using storage::Reader;
using storage::Transaction;

/// Where mail to the account goes; none: it cannot be written to by mail.
Result<std::optional<storage::AccountMail>> mail_of(Reader& reader,
                                                    const Services& services,
                                                    AccountId account) {
    if (!has_channel(services, MessageChannel::mail)) return std::optional<storage::AccountMail>();
    return storage::find_account_mail(reader, services.keys, account);
}

/// The ways that are left where there is no mail.
NotificationChoice without_mail(NotificationChoice choice) {
    return {choice.event, choice.by_sms || choice.by_mail, false};
}

}  // namespace

bool NotificationSettings::has_sms(Notification event) const {
    return std::ranges::find(by_sms, event) != by_sms.end();
}

bool NotificationSettings::has_mail(Notification event) const {
    return std::ranges::find(by_mail, event) != by_mail.end();
}

Result<Language> message_language(Reader& reader, AccountId account) {
    YX_TRY(const auto found, storage::find_account_language(reader, account));
    if (!found) return Language::zh;
    const auto language = domain::parse_key<Language>(*found);
    return language ? *language : Language::zh;
}

Result<NoticeWays> ways_to_tell(Reader& reader,
                                const Services& services,
                                AccountId account,
                                Notification event) {
    YX_TRY(const auto choices, storage::list_choices(reader, account));
    NotificationChoice choice = storage::choice_of(choices, event);
    NoticeWays ways;
    if (choice.by_mail) {
        YX_TRY(auto mail, mail_of(reader, services, account));
        if (mail) {
            ways.mail = std::move(mail->address);
        } else {
            choice = without_mail(choice);
        }
    }
    ways.by_sms = choice.by_sms;
    return ways;
}

Task<Result<ShownNotifications>> notification_settings(Services& services, AccountId account) {
    auto read = [&services, account](Reader& reader) -> Result<ShownNotifications> {
        ShownNotifications shown;
        shown.is_mail_offered = has_channel(services, MessageChannel::mail);
        YX_TRY(shown.chosen.language, message_language(reader, account));
        YX_TRY(const auto mail, mail_of(reader, services, account));
        if (mail) shown.masked_mail = mail->masked;
        YX_TRY(const auto choices, storage::list_choices(reader, account));
        for (const auto& [event, key] : domain::all_keyed<Notification>()) {
            NotificationChoice choice = storage::choice_of(choices, event);
            if (!mail) choice = without_mail(choice);
            if (choice.by_sms) shown.chosen.by_sms.push_back(event);
            if (choice.by_mail) shown.chosen.by_mail.push_back(event);
        }
        return shown;
    };
    co_return co_await services.store.read(read);
}

Task<Result<void>> choose_notifications(Services& services,
                                        AccountId account,
                                        NotificationSettings settings) {
    const Instant now = services.clock.now();
    auto put = [&services, account, settings, now](Transaction& transaction) -> Result<void> {
        YX_CHECK(storage::put_account_language(
            transaction, account, domain::key(settings.language), now));
        YX_TRY(const auto mail, mail_of(transaction, services, account));
        for (const auto& [event, key] : domain::all_keyed<Notification>()) {
            const NotificationChoice choice{
                event, settings.has_sms(event), mail && settings.has_mail(event)};
            YX_CHECK(storage::put_choice(transaction, account, choice, now));
        }
        return ok();
    };
    co_return co_await services.store.write(put);
}

}  // namespace yinxin::service
