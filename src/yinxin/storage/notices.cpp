// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/notices.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> insert_notice(Transaction& transaction, const NoticeRow& notice) {
    YX_CHECK(transaction.execute(sql::notice::insert,
                                 service_notice,
                                 notice.version,
                                 notice.effective_at,
                                 notice.title_zh,
                                 notice.title_en,
                                 notice.body_zh,
                                 notice.body_en));
    return ok();
}

Result<std::vector<NoticeRow>> list_notices(Reader& reader) {
    return reader.all<NoticeRow>(sql::notice::list, service_notice);
}

Result<std::optional<NoticeRow>> find_notice_in_force(Reader& reader, Instant now) {
    return reader.maybe<NoticeRow>(sql::notice::find_in_force, service_notice, now);
}

}  // namespace yinxin::storage
