// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/notices.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// 服务须知 and 隐私政策: agreed to at the first login, and again whenever a new version takes
/// effect.
namespace yinxin::service {

struct NoticePart {
    std::string heading;  ///< empty: none
    std::vector<std::string> paragraphs;
};

/// The notice as one account sees it.
struct NoticeView {
    std::int64_t version = 0;
    Instant effective_at{};
    std::string title;
    std::vector<NoticePart> parts;
    std::optional<Instant> agreed_at;  ///< to this version
    bool has_agreed_before = false;    ///< to an older version
    /// The version of the 隐私政策 in force, where this account has not agreed to it.
    std::optional<std::int64_t> privacy_asked;
};

/// Splits a notice's body (storage::NoticeRow) into parts.
[[nodiscard]] std::vector<NoticePart> parse_notice_body(std::string_view body);

/// The notice in force now. @error account.notice_not_in_force  the office has published none.
[[nodiscard]] Task<Result<NoticeView>> find_notice(Services& services,
                                                   AccountId account,
                                                   Language language);

/// The 隐私政策 in force, for everybody; none: the office has published none.
[[nodiscard]] Task<Result<std::optional<NoticeView>>> find_privacy_notice(Services& services,
                                                                          Language language);

/// The versions somebody had before him when he agreed.
struct ShownNotices {
    std::int64_t service = 0;
    std::optional<std::int64_t> privacy;  ///< none: the page did not ask about it
};
/// [同意]: records versions, time and address, of what was shown and of nothing else. Agreeing
/// twice keeps the first.
/// @error conflict  another version is in force by now, or a privacy notice that was not shown:
///                  nothing is recorded, show those.
/// @error account.notice_not_in_force
[[nodiscard]] Task<Result<void>> accept_notice(Services& services,
                                               AccountId account,
                                               ShownNotices shown,
                                               Origin origin);
/// Records that a new account agreed to the privacy notice that was in force when its form was
/// sent; nothing if there was none.
Result<void> agree_to_privacy(storage::Transaction& transaction,
                              AccountId account,
                              Instant sent_at,
                              const Origin& origin,
                              Instant now);

struct Consent {
    std::int64_t version = 0;
    Instant accepted_at{};
};
/// All versions the account agreed to, newest first.
Result<std::vector<Consent>> list_consents(storage::Reader& reader, AccountId account);

}  // namespace yinxin::service
