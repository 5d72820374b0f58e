// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/identity_files.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

using domain::IdentityFileId;

using Row = AttachedRow<IdentityFileId>;

struct DueFile {
    IdentityFileId id;
    Bytes blob;
};

}  // namespace

SealedIdentityFile seal_identity_file(const DataKeys& keys, BytesView content) {
    return seal_attachment<IdentityFileId>(keys, content, personal_columns::identity_file);
}

Result<void> insert_identity_file(Transaction& transaction,
                                  const DataKeys& keys,
                                  const NewIdentityFile& file,
                                  const SealedIdentityFile& sealed) {
    YX_CHECK(transaction.execute(
        sql::identity_file::insert,
        sealed.id,
        file.owner,
        keys.columns.seal(personal_columns::identity_file_name(sealed.id), file.name),
        file.media,
        file.size,
        sealed.blob,
        file.at,
        file.delete_at));
    return ok();
}

Result<std::optional<IdentityFile>> find_unsent_identity_file(Reader& reader,
                                                              const DataKeys& keys,
                                                              const crypto::Digest32& owner,
                                                              IdentityFileId id,
                                                              Instant now) {
    YX_TRY(const auto row, reader.maybe<Row>(sql::identity_file::find_unsent, id, owner, now));
    return open_attached_row(keys, row, personal_columns::identity_file_name);
}

Result<std::int64_t> count_unsent_identity_files(Reader& reader, const crypto::Digest32& owner) {
    return reader.one<std::int64_t>(sql::identity_file::count_unsent, owner);
}

Result<void> send_identity_file(Transaction& transaction,
                                const crypto::Digest32& owner,
                                IdentityFileId id,
                                const IdentityFileUse& use) {
    YX_TRY(const std::int64_t changed,
           transaction.execute(sql::identity_file::send, id, owner, use.request, use.seq, use.at));
    if (changed == 0) return Error(ErrorCode::not_found, "evidence " + id.str());
    return ok();
}

Result<std::vector<IdentityFile>> list_identity_files(Reader& reader,
                                                      const DataKeys& keys,
                                                      domain::IdentityCaseId request) {
    YX_TRY(const auto rows, reader.all<Row>(sql::identity_file::list, request));
    return open_attached_rows(keys, rows, personal_columns::identity_file_name);
}

Result<Bytes> load_identity_file(BlobStore& blobs, const DataKeys& keys, const IdentityFile& file) {
    YX_TRY(const Bytes sealed, blobs.get(file.blob));
    return keys.columns.open(personal_columns::identity_file(file.id), sealed);
}

Result<void> set_identity_files_delete_at(Transaction& transaction,
                                          domain::IdentityCaseId request,
                                          Instant at) {
    YX_CHECK(transaction.execute(sql::identity_file::set_delete_at, request, at));
    return ok();
}

Result<std::int64_t> forget_due_identity_files(Store& store,
                                               BlobStore& blobs,
                                               Instant now,
                                               int most) {
    YX_TRY(const auto due, store.read_now([&](Reader& reader) {
        return reader.all<DueFile>(sql::identity_file::list_due, now, most);
    }));
    return forget_attachments(
        store, blobs, due, [now](Transaction& transaction, const DueFile& file) {
            return transaction.execute(sql::identity_file::delete_due, file.id, now);
        });
}

}  // namespace yinxin::storage
