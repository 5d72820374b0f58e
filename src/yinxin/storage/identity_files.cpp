// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/identity_files.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>

namespace yinxin::storage {
namespace {

using domain::IdentityFileId;

/// Members stand in the order of sql/identity_file/list.sql.
struct SealedRow {
    IdentityFileId id;
    std::optional<int> seq;
    Bytes name;
    std::string media;
    std::int64_t size = 0;
    Bytes blob;
};

struct DueFile {
    IdentityFileId id;
    Bytes blob;
};

crypto::Digest32 digest_of(const Bytes& bytes) {
    crypto::Digest32 digest{};
    if (bytes.size() == digest.size()) std::ranges::copy(bytes, digest.begin());
    return digest;
}

Result<IdentityFile> open_row(const DataKeys& keys, const SealedRow& row) {
    YX_TRY(std::string name,
           keys.columns.open_text(personal_columns::identity_file_name(row.id), row.name));
    return IdentityFile{row.id, row.seq, std::move(name), row.media, row.size, digest_of(row.blob)};
}

}  // namespace

SealedIdentityFile seal_identity_file(const DataKeys& keys, BytesView content) {
    SealedIdentityFile sealed;
    sealed.id = make_id<IdentityFileId>();
    sealed.content = keys.columns.seal(personal_columns::identity_file(sealed.id), content);
    sealed.blob = crypto::sha256(sealed.content);
    return sealed;
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
    YX_TRY(const auto row,
           reader.maybe<SealedRow>(sql::identity_file::find_unsent, id, owner, now));
    if (!row) return std::optional<IdentityFile>();
    YX_TRY(IdentityFile file, open_row(keys, *row));
    return std::optional(std::move(file));
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
    YX_TRY(const auto rows, reader.all<SealedRow>(sql::identity_file::list, request));
    std::vector<IdentityFile> files;
    for (const SealedRow& row : rows) {
        YX_TRY(IdentityFile file, open_row(keys, row));
        files.push_back(std::move(file));
    }
    return files;
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
    if (due.empty()) return std::int64_t{0};
    std::vector<crypto::Digest32> names;
    for (const DueFile& file : due)
        names.push_back(digest_of(file.blob));
    // The blobs first: after a power cut between the two, the rows lead here again.
    YX_CHECK(blobs.remove_all(names));
    return store.write_now([&](Transaction& transaction) -> Result<std::int64_t> {
        for (const DueFile& file : due) {
            YX_CHECK(transaction.execute(sql::identity_file::delete_due, file.id, now));
        }
        return static_cast<std::int64_t>(due.size());
    });
}

}  // namespace yinxin::storage
