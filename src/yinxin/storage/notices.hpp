// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::storage {

/// The id under which the versions of the service notice are kept.
inline constexpr std::string_view service_notice = "service";
/// The same for the privacy notice (隐私政策).
inline constexpr std::string_view privacy_notice = "privacy";

/// One version of the 服务须知 or of the 隐私政策. The body is plain text: paragraphs are separated
/// by empty lines, a line that begins with "# " opens a part with that heading.
struct NoticeRow {
    std::int64_t version = 0;
    Instant effective_at{};
    std::string title_zh;
    std::string title_en;
    std::string body_zh;
    std::string body_en;
};

/// Adds a version of a notice; a published version is never changed.
/// @error storage.conflict  this version is there already.
Result<void> insert_notice(Transaction& transaction,
                           const NoticeRow& notice,
                           std::string_view notice_id = service_notice);

/// Every version, the newest first; also those whose time has not come.
Result<std::vector<NoticeRow>> list_notices(Reader& reader,
                                            std::string_view notice_id = service_notice);

/// The version in force: the highest whose effective time has come; none: nothing is published.
Result<std::optional<NoticeRow>> find_notice_in_force(Reader& reader,
                                                      Instant now,
                                                      std::string_view notice_id = service_notice);

}  // namespace yinxin::storage
