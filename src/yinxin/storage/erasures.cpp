// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/erasures.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> count_erased(Transaction& transaction,
                          std::string_view what,
                          std::int64_t erased,
                          Instant now) {
    if (erased == 0) return ok();
    const std::int64_t day = civil_day(now).time_since_epoch().count();
    YX_CHECK(transaction.execute(sql::erasure::add, day, what, erased));
    return ok();
}

Result<std::vector<ErasureRow>> list_erasures(Reader& reader, CivilDay from) {
    return reader.all<ErasureRow>(sql::erasure::list, from.time_since_epoch().count());
}

}  // namespace yinxin::storage
