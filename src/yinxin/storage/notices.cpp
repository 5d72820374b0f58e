// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/notices.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> insert_notice(Transaction& transaction,
                           const NoticeRow& notice,
                           std::string_view notice_id) {
    YX_CHECK(transaction.execute(sql::notice::insert,
                                 notice_id,
                                 notice.version,
                                 notice.effective_at,
                                 notice.title_zh,
                                 notice.title_en,
                                 notice.body_zh,
                                 notice.body_en));
    return ok();
}

Result<std::vector<NoticeRow>> list_notices(Reader& reader, std::string_view notice_id) {
    return reader.all<NoticeRow>(sql::notice::list, notice_id);
}

Result<std::optional<NoticeRow>> find_notice_in_force(Reader& reader,
                                                      Instant now,
                                                      std::string_view notice_id) {
    return reader.maybe<NoticeRow>(sql::notice::find_in_force, notice_id, now);
}

}  // namespace yinxin::storage
