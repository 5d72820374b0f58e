// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/notices.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// 服务须知: agreed to at the first login, and again whenever a new version takes effect.
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
};

/// Splits a notice's body (storage::NoticeRow) into parts.
[[nodiscard]] std::vector<NoticePart> parse_notice_body(std::string_view body);

/// The notice in force now. @error account.notice_not_in_force  the office has published none.
[[nodiscard]] Task<Result<NoticeView>> find_notice(Services& services,
                                                   AccountId account,
                                                   Language language);

/// [同意]: records version, time and address. Agreeing twice keeps the first.
/// @param version  the one that was shown
/// @error conflict  another version is in force by now: show that one.
/// @error account.notice_not_in_force
[[nodiscard]] Task<Result<void>> accept_notice(Services& services,
                                               AccountId account,
                                               std::int64_t version,
                                               Origin origin);

struct Consent {
    std::int64_t version = 0;
    Instant accepted_at{};
};
/// All versions the account agreed to, newest first.
Result<std::vector<Consent>> list_consents(storage::Reader& reader, AccountId account);

}  // namespace yinxin::service
