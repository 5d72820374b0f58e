// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <string>
#include <string_view>
#include <vector>

/// 到期清除: what was erased because its time was over, as counts a day. Nothing of what stood in
/// the rows is kept.
namespace yinxin::storage {

struct ErasureRow {
    std::int64_t day = 0;  ///< days since 1970-01-01, UTC+8
    std::string what;      ///< "sessions", "codes", "accounts", …
    std::int64_t erased = 0;
};

/// Nothing is written for 0.
Result<void> count_erased(Transaction& transaction,
                          std::string_view what,
                          std::int64_t erased,
                          Instant now);
/// From a day on, the latest first.
Result<std::vector<ErasureRow>> list_erasures(Reader& reader, CivilDay from);

}  // namespace yinxin::storage
