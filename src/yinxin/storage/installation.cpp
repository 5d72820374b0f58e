// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/installation.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<crypto::Suite> suite_of(Reader& reader) {
    return reader.one<crypto::Suite>(sql::installation::suite);
}

Result<void> choose_suite(Transaction& transaction, crypto::Suite suite) {
    YX_TRY(const std::int64_t changed, transaction.execute(sql::installation::choose_suite, suite));
    if (changed != 1) return Error(ErrorCode::conflict, "the audit has begun in another suite");
    return ok();
}

Result<void> check_suite(Reader& reader, const DataKeys& keys) {
    YX_TRY(const crypto::Suite suite, suite_of(reader));
    if (suite == keys.suite) return ok();
    return Error(ErrorCode::key_unavailable,
                 "data.key is of the " + std::string(domain::key(keys.suite)) +
                     " suite, the database of the " + std::string(domain::key(suite)) +
                     " one: put back the key file that was made with it");
}

}  // namespace yinxin::storage
