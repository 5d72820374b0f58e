// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/file_lookups.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/lookup/find_by_sha256.sql and find_by_sm3.sql.
struct Entry {
    HolderId holder;
    CopyId copy;
    std::string format;
};

/// @param entered  rows the insert wrote: none, if the hash stood there before.
Result<void> check_own(
    Reader& reader, std::int64_t entered, const Statement& find, const Bytes& hash, CopyKey copy) {
    if (entered == 1) return ok();
    YX_TRY(const auto found, reader.maybe<Entry>(find, hash));
    if (found && found->holder == copy.holder && found->copy == copy.copy) return ok();
    return Error(ErrorCode::storage_conflict, "another copy's file has this hash");
}

}  // namespace

Result<void> enter_file_hashes(Transaction& transaction,
                               const FileHashes& file,
                               CopyKey copy,
                               domain::CopyFormat format) {
    YX_CHECK(enter_sha256(transaction, file, copy, format));
    return enter_sm3(transaction, file, copy, format);
}

Result<void> enter_sha256(Transaction& transaction,
                          const FileHashes& file,
                          CopyKey copy,
                          domain::CopyFormat format) {
    YX_TRY(const std::int64_t entered,
           transaction.execute(
               sql::lookup::insert_file, file.sha256, file.sm3, copy.holder, copy.copy, format));
    return check_own(transaction, entered, sql::lookup::find_by_sha256, file.sha256, copy);
}

Result<void> enter_sm3(Transaction& transaction,
                       const FileHashes& file,
                       CopyKey copy,
                       domain::CopyFormat format) {
    YX_TRY(const std::int64_t entered,
           transaction.execute(sql::lookup::insert_sm3, file.sm3, copy.holder, copy.copy, format));
    return check_own(transaction, entered, sql::lookup::find_by_sm3, file.sm3, copy);
}

}  // namespace yinxin::storage
