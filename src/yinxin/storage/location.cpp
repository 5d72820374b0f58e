// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/location.hpp"

#include "yinxin/storage/postgres_store.hpp"

namespace yinxin::storage {

Result<std::unique_ptr<Store>> open_store(const Location& location) {
    if (location.postgres) return open_postgres(*location.postgres);
    return open_sqlite(location.file.string());
}

Result<std::vector<std::string>> migrate(const Location& location, Create create, Instant now) {
    if (location.postgres) return migrate_postgres(*location.postgres, create, now);
    return migrate_sqlite(location.file.string(), create, now);
}

}  // namespace yinxin::storage
