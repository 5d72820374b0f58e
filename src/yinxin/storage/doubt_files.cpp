// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/doubt_files.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::DoubtFileId;

using Row = AttachedRow<DoubtFileId>;

struct DueFile {
    HolderId holder;
    DoubtFileId id;
    Bytes blob;
};

}  // namespace

SealedDoubtFile seal_doubt_file(const DataKeys& keys, BytesView content) {
    return seal_attachment<DoubtFileId>(keys, content, personal_columns::doubt_file);
}

Result<void> insert_doubt_file(Transaction& transaction,
                               const DataKeys& keys,
                               const NewDoubtFile& file,
                               const SealedDoubtFile& sealed) {
    YX_CHECK(transaction.execute(
        sql::doubt_file::insert,
        file.key.holder,
        sealed.id,
        file.key.line,
        file.key.account,
        keys.columns.seal(personal_columns::doubt_file_name(sealed.id), file.name),
        file.media,
        static_cast<std::int64_t>(file.content.size()),
        sealed.blob,
        file.at,
        file.delete_at));
    return ok();
}

Result<std::vector<DoubtFile>> list_doubt_files(Reader& reader,
                                                const DataKeys& keys,
                                                HolderId holder,
                                                domain::DoubtId doubt) {
    YX_TRY(const auto rows, reader.all<Row>(sql::doubt_file::list, holder, doubt));
    return open_attached_rows(keys, rows, personal_columns::doubt_file_name);
}

Result<std::optional<DoubtFile>> find_unsent_file(
    Reader& reader, const DataKeys& keys, const DoubtUploadKey& key, DoubtFileId id, Instant now) {
    YX_TRY(const auto row,
           reader.maybe<Row>(
               sql::doubt_file::find_unsent, key.holder, id, key.line, key.account, now));
    return open_attached_row(keys, row, personal_columns::doubt_file_name);
}

Result<std::int64_t> count_unsent_files(Reader& reader, const DoubtUploadKey& key) {
    return reader.one<std::int64_t>(sql::doubt_file::count_unsent, key.holder, key.account);
}

Result<void> send_doubt_file(Transaction& transaction,
                             const DoubtUploadKey& key,
                             DoubtFileId id,
                             const DoubtFileUse& use) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::doubt_file::send,
                               key.holder,
                               id,
                               key.line,
                               key.account,
                               use.doubt,
                               use.seq,
                               use.at));
    if (changed == 0) return Error(ErrorCode::not_found, "attachment " + id.str());
    return ok();
}

Result<Bytes> load_doubt_file(BlobStore& blobs, const DataKeys& keys, const DoubtFile& file) {
    YX_TRY(const Bytes sealed, blobs.get(file.blob));
    return keys.columns.open(personal_columns::doubt_file(file.id), sealed);
}

Result<void> set_doubt_files_delete_at(Transaction& transaction,
                                       HolderId holder,
                                       domain::DoubtId doubt,
                                       Instant at) {
    YX_CHECK(transaction.execute(sql::doubt_file::set_delete_at, holder, doubt, at));
    return ok();
}

Result<std::int64_t> forget_due_files(Store& store, BlobStore& blobs, Instant now, int most) {
    YX_TRY(const auto due, store.read_now([&](Reader& reader) {
        return reader.all<DueFile>(sql::doubt_file::list_due, now, most);
    }));
    return forget_attachments(
        store, blobs, due, [now](Transaction& transaction, const DueFile& file) {
            return transaction.execute(sql::doubt_file::delete_due, file.holder, file.id, now);
        });
}

}  // namespace yinxin::storage
