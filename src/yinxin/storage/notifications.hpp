// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/notification.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What accounts want to be told, and what holders are to be told.
namespace yinxin::storage {

/// Members stand in the order of sql/notification/list_choices.sql.
struct NotificationChoice {
    domain::Notification event{};
    bool by_sms = false;
    bool by_mail = false;
};
/// What was chosen.
Result<std::vector<NotificationChoice>> list_choices(Reader& reader, AccountId account);
/// What was chosen of this; else by text message, as domain::is_told_by_default says.
[[nodiscard]] NotificationChoice choice_of(const std::vector<NotificationChoice>& choices,
                                           domain::Notification event) noexcept;
Result<void> put_choice(Transaction& transaction,
                        AccountId account,
                        NotificationChoice choice,
                        Instant now);
/// "zh-CN" or "en"; none: nothing was chosen.
Result<std::optional<std::string>> find_account_language(Reader& reader, AccountId account);
Result<void> put_account_language(Transaction& transaction,
                                  AccountId account,
                                  std::string_view language,
                                  Instant now);
/// Accounts that asked for something that is not told by default, page by page.
Result<std::vector<AccountId>> list_wanting(Reader& reader,
                                            domain::Notification event,
                                            AccountId after,
                                            int most);

/// Something a holder is to be told once. Members stand in the order of
/// sql/holder_notice/list_due.sql.
struct HolderNotice {
    HolderId holder;
    domain::Notification event{};
    std::int64_t object = 0;  ///< a copy, or a certificate line
    std::string day;          ///< civil day, where it may come again on another; else empty
};
/// Noting again what is noted changes nothing.
Result<void> note_holder_notice(Transaction& transaction, const HolderNotice& notice, Instant now);
Result<std::vector<HolderNotice>> list_due_notices(Reader& reader, int most);
/// @return false: another node has told it.
Result<bool> set_notice_told(Transaction& transaction, const HolderNotice& notice, Instant now);
/// What is to be noted of endorsements that end within the days before their end.
Result<std::vector<HolderNotice>> list_ending_endorsements(Reader& reader, Instant now, int most);
/// What is to be noted of paper certificates whose last day of pick-up is near.
Result<std::vector<HolderNotice>> list_paper_deadlines(Reader& reader, CivilDay today, int most);
/// What is to be noted of copies of a holder that were checked today.
Result<std::vector<HolderNotice>> list_checked_today(Reader& reader, HolderId holder, Instant now);
/// Forgets what was told more than a year ago. @return how many.
Result<std::int64_t> forget_old_notices(Transaction& transaction, Instant now);

}  // namespace yinxin::storage
