// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/notifications.hpp"

#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

using domain::Notification;

constexpr Days notice_is_kept{400};

struct CopyRow {
    HolderId holder;
    std::int64_t copy = 0;
};
struct PaperRow {
    HolderId holder;
    std::int64_t line = 0;
    std::string deadline;
};

}  // namespace

Result<std::vector<NotificationChoice>> list_choices(Reader& reader, AccountId account) {
    return reader.all<NotificationChoice>(sql::notification::list_choices, account);
}

NotificationChoice choice_of(const std::vector<NotificationChoice>& choices,
                             Notification event) noexcept {
    const auto found = std::ranges::find(choices, event, &NotificationChoice::event);
    if (found != choices.end()) return *found;
    return {event, domain::is_told_by_default(event), false};
}

Result<void> put_choice(Transaction& transaction,
                        AccountId account,
                        NotificationChoice choice,
                        Instant now) {
    YX_CHECK(transaction.execute(
        sql::notification::put_choice, account, choice.event, choice.by_sms, choice.by_mail, now));
    return ok();
}

Result<std::optional<std::string>> find_account_language(Reader& reader, AccountId account) {
    return reader.maybe<std::string>(sql::notification::find_language, account);
}

Result<void> put_account_language(Transaction& transaction,
                                  AccountId account,
                                  std::string_view language,
                                  Instant now) {
    YX_CHECK(
        transaction.execute(sql::notification::put_language, account, std::string(language), now));
    return ok();
}

Result<std::vector<AccountId>> list_wanting(Reader& reader,
                                            Notification event,
                                            AccountId after,
                                            int most) {
    return reader.all<AccountId>(sql::notification::list_wanting, event, after, most);
}

Result<void> note_holder_notice(Transaction& transaction, const HolderNotice& notice, Instant now) {
    YX_CHECK(transaction.execute(
        sql::holder_notice::note, notice.holder, notice.event, notice.object, notice.day, now));
    return ok();
}

Result<std::vector<HolderNotice>> list_due_notices(Reader& reader, int most) {
    return reader.all<HolderNotice>(sql::holder_notice::list_due, most);
}

Result<bool> set_notice_told(Transaction& transaction, const HolderNotice& notice, Instant now) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::holder_notice::set_told,
                               notice.holder,
                               notice.event,
                               notice.object,
                               notice.day,
                               now));
    return changed == 1;
}

Result<std::vector<HolderNotice>> list_ending_endorsements(Reader& reader, Instant now, int most) {
    YX_TRY(const auto rows,
           reader.all<CopyRow>(sql::holder_notice::list_ending,
                               now,
                               now + Days(domain::days_before_end),
                               domain::days_before_end,
                               Notification::endorsement_ending,
                               most));
    std::vector<HolderNotice> notices;
    for (const CopyRow& row : rows)
        notices.push_back({row.holder, Notification::endorsement_ending, row.copy, ""});
    return notices;
}

Result<std::vector<HolderNotice>> list_paper_deadlines(Reader& reader, CivilDay today, int most) {
    const std::string from = format_day(today);
    const std::string to = format_day(today + Days(domain::days_before_paper_deadline));
    YX_TRY(
        const auto rows,
        reader.all<PaperRow>(
            sql::holder_notice::list_paper_ending, from, to, Notification::paper_deadline, most));
    std::vector<HolderNotice> notices;
    for (const PaperRow& row : rows)
        notices.push_back({row.holder, Notification::paper_deadline, row.line, row.deadline});
    return notices;
}

Result<std::vector<HolderNotice>> list_checked_today(Reader& reader, HolderId holder, Instant now) {
    const CivilDay today = civil_day(now);
    YX_TRY(const auto copies,
           reader.all<std::int64_t>(sql::holder_notice::list_checked, holder, start_of(today)));
    std::vector<HolderNotice> notices;
    for (const std::int64_t copy : copies)
        notices.push_back({holder, Notification::copy_verified, copy, format_day(today)});
    return notices;
}

Result<std::int64_t> forget_old_notices(Transaction& transaction, Instant now) {
    return transaction.execute(sql::holder_notice::delete_old, now - notice_is_kept);
}

}  // namespace yinxin::storage
