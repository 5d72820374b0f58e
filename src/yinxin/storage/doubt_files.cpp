// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/doubt_files.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

using domain::DoubtFileId;

/// Members stand in the order of sql/doubt_file/list.sql.
struct SealedRow {
    DoubtFileId id;
    std::optional<int> seq;
    Bytes name;
    std::string media;
    std::int64_t size = 0;
    Bytes blob;
};

struct DueFile {
    HolderId holder;
    DoubtFileId id;
    Bytes blob;
};

crypto::Digest32 digest_of(const Bytes& bytes) {
    crypto::Digest32 digest{};
    if (bytes.size() == digest.size()) std::ranges::copy(bytes, digest.begin());
    return digest;
}

Result<DoubtFile> open_row(const DataKeys& keys, const SealedRow& row) {
    YX_TRY(std::string name,
           keys.columns.open_text(personal_columns::doubt_file_name(row.id), row.name));
    return DoubtFile{row.id, row.seq, std::move(name), row.media, row.size, digest_of(row.blob)};
}

}  // namespace

SealedDoubtFile seal_doubt_file(const DataKeys& keys, BytesView content) {
    SealedDoubtFile sealed;
    sealed.id = make_id<DoubtFileId>();
    sealed.content = keys.columns.seal(personal_columns::doubt_file(sealed.id), content);
    sealed.blob = crypto::sha256(sealed.content);
    return sealed;
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
    YX_TRY(const auto rows, reader.all<SealedRow>(sql::doubt_file::list, holder, doubt));
    std::vector<DoubtFile> files;
    for (const SealedRow& row : rows) {
        YX_TRY(DoubtFile file, open_row(keys, row));
        files.push_back(std::move(file));
    }
    return files;
}

Result<std::optional<DoubtFile>> find_unsent_file(
    Reader& reader, const DataKeys& keys, const DoubtUploadKey& key, DoubtFileId id, Instant now) {
    YX_TRY(const auto row,
           reader.maybe<SealedRow>(
               sql::doubt_file::find_unsent, key.holder, id, key.line, key.account, now));
    if (!row) return std::optional<DoubtFile>();
    YX_TRY(DoubtFile file, open_row(keys, *row));
    return std::optional(std::move(file));
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
    if (due.empty()) return std::int64_t{0};
    std::vector<crypto::Digest32> names;
    for (const DueFile& file : due)
        names.push_back(digest_of(file.blob));
    // The blobs first: after a power cut between the two, the rows lead here again. Not in the
    // transaction: the store may be slow, and everybody's writes would wait for it.
    YX_CHECK(blobs.remove_all(names));
    return store.write_now([&](Transaction& transaction) -> Result<std::int64_t> {
        for (const DueFile& file : due) {
            YX_CHECK(transaction.execute(sql::doubt_file::delete_due, file.holder, file.id, now));
        }
        return static_cast<std::int64_t>(due.size());
    });
}

}  // namespace yinxin::storage
