// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/holder_notices.hpp"

#include "yinxin/service/messages.hpp"
#include "yinxin/service/notifications.hpp"
#include "yinxin/storage/accounts.hpp"
#include "yinxin/storage/notifications.hpp"

#include <set>

namespace yinxin::service {
namespace {

using domain::Notification;
using storage::HolderNotice;
using storage::Reader;
using storage::Transaction;

constexpr std::chrono::hours first_hour{9};
constexpr std::chrono::hours last_hour{20};
constexpr int noted_at_once = 500;
constexpr int accounts_at_once = 200;

bool is_daylight(Instant now) {
    const auto hour = now - start_of(civil_day(now));
    return hour >= first_hour && hour < last_hour;
}

Result<void> note(const Services& services, const std::vector<HolderNotice>& notices, Instant now) {
    if (notices.empty()) return ok();
    return services.store.write_now([&](Transaction& transaction) -> Result<void> {
        for (const HolderNotice& notice : notices)
            YX_CHECK(storage::note_holder_notice(transaction, notice, now));
        return ok();
    });
}

/// Copies of everybody who asked to be told of checks, account by account.
Result<std::vector<HolderNotice>> list_checked(Reader& reader, Instant now) {
    std::vector<HolderNotice> notices;
    AccountId after{0};
    for (;;) {
        YX_TRY(const auto accounts,
               storage::list_wanting(reader, Notification::copy_verified, after, accounts_at_once));
        for (const AccountId account : accounts) {
            YX_TRY(const auto holders, storage::list_bound_holders(reader, account));
            for (const HolderId holder : holders) {
                YX_TRY(const auto checked, storage::list_checked_today(reader, holder, now));
                notices.insert(notices.end(), checked.begin(), checked.end());
            }
            after = account;
        }
        if (accounts.size() < static_cast<std::size_t>(accounts_at_once)) return notices;
    }
}

/// @param event  what accounts may have said no to; none: everybody is told.
Result<void> tell_accounts(Transaction& transaction,
                           const Services& services,
                           HolderId holder,
                           std::optional<Notification> event,
                           std::string_view message,
                           Instant now) {
    YX_TRY(const auto accounts, storage::list_holder_accounts(transaction, holder));
    std::set<std::string> told;
    for (const storage::HolderAccount& bound : accounts) {
        if (bound.ended_at) continue;
        NoticeWays ways{true, std::nullopt};
        if (event) {
            YX_TRY(ways, ways_to_tell(transaction, services, bound.account, *event));
        }
        YX_TRY(const Language language, message_language(transaction, bound.account));
        const Message notice{std::string(message), {}, language};
        if (ways.mail && told.insert(ways.mail->text).second) {
            YX_CHECK(queue_message(transaction, services, *ways.mail, notice, now));
        }
        if (!ways.by_sms) continue;
        YX_TRY(const auto row, storage::find_account(transaction, bound.account));
        YX_TRY(const auto identity, storage::open_identity(services.keys, row));
        if (!told.insert(identity.mobile.e164).second) continue;
        YX_CHECK(queue_message(transaction, services, identity.mobile, notice, now));
    }
    return ok();
}

}  // namespace

Result<void> tell_holder(Transaction& transaction,
                         const Services& services,
                         HolderId holder,
                         Notification event,
                         Instant now) {
    return tell_accounts(transaction, services, holder, event, domain::key(event), now);
}

Result<void> tell_holder_always(Transaction& transaction,
                                const Services& services,
                                HolderId holder,
                                std::string_view message,
                                Instant now) {
    return tell_accounts(transaction, services, holder, std::nullopt, message, now);
}

Result<std::int64_t> note_holder_notices(const Services& services, Instant now) {
    if (!is_daylight(now)) return std::int64_t{0};
    using Notices = std::vector<HolderNotice>;
    YX_TRY(const Notices ending, services.store.read_now([now](Reader& reader) {
        return storage::list_ending_endorsements(reader, now, noted_at_once);
    }));
    YX_CHECK(note(services, ending, now));
    YX_TRY(const Notices papers, services.store.read_now([now](Reader& reader) {
        return storage::list_paper_deadlines(reader, civil_day(now), noted_at_once);
    }));
    YX_CHECK(note(services, papers, now));
    YX_TRY(const Notices checked,
           services.store.read_now([now](Reader& reader) { return list_checked(reader, now); }));
    YX_CHECK(note(services, checked, now));
    // Checked ones are found again and again until the day is over: they are no reason to hurry.
    return static_cast<std::int64_t>(ending.size() + papers.size());
}

Result<std::int64_t> tell_holder_notices(const Services& services, Instant now, int most) {
    YX_TRY(const auto due, services.store.read_now([most](Reader& reader) {
        return storage::list_due_notices(reader, most);
    }));
    for (const HolderNotice& notice : due) {
        YX_CHECK(services.store.write_now([&](Transaction& transaction) -> Result<void> {
            YX_TRY(const bool is_ours, storage::set_notice_told(transaction, notice, now));
            if (!is_ours) return ok();
            return tell_holder(transaction, services, notice.holder, notice.event, now);
        }));
    }
    return static_cast<std::int64_t>(due.size());
}

}  // namespace yinxin::service
