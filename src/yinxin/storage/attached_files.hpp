// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <algorithm>
#include <concepts>
#include <optional>
#include <string>
#include <utility>
#include <vector>

/// What files that people attach to something they write have in common: attachments of doubts and
/// evidence of identity cases. A file is sealed before it becomes a blob, under its own id: so no
/// two have one name, and deleting one never takes a copy or a photo with the same bytes away.
namespace yinxin::storage {

/// A file with its name opened.
template <class Id>
struct AttachedFile {
    Id id;
    std::optional<int> seq;  ///< of its message; none: uploaded, not sent yet
    std::string name;
    std::string media;
    std::int64_t size = 0;
    crypto::Digest32 blob{};
};

/// The file as it goes into the blob store, and its row; the blob is put first.
template <class Id>
struct SealedAttachment {
    Id id;
    Bytes content;
    crypto::Digest32 blob{};
};

/// A row as it is stored. Members stand in the order of the list.sql of both groups.
template <class Id>
struct AttachedRow {
    Id id;
    std::optional<int> seq;
    Bytes name;
    std::string media;
    std::int64_t size = 0;
    Bytes blob;
};

/// A name of a blob as a column holds it; what is none is that of no blob.
[[nodiscard]] inline crypto::Digest32 blob_name_of(BytesView column) {
    crypto::Digest32 name{};
    if (column.size() == name.size()) std::ranges::copy(column, name.begin());
    return name;
}

/// @param column  of personal_columns, of the content.
template <class Id, std::invocable<Id> Column>
[[nodiscard]] SealedAttachment<Id> seal_attachment(const DataKeys& keys,
                                                   BytesView content,
                                                   Column column) {
    SealedAttachment<Id> sealed;
    sealed.id = make_id<Id>();
    sealed.content = keys.columns.seal(column(sealed.id), content);
    sealed.blob = crypto::sha256(sealed.content);
    return sealed;
}

/// @param column  of personal_columns, of the name.
template <class Id, std::invocable<Id> Column>
Result<AttachedFile<Id>> open_attached_row(const DataKeys& keys,
                                           const AttachedRow<Id>& row,
                                           Column column) {
    YX_TRY(std::string name, keys.columns.open_text(column(row.id), row.name));
    return AttachedFile<Id>{
        row.id, row.seq, std::move(name), row.media, row.size, blob_name_of(row.blob)};
}
template <class Id, std::invocable<Id> Column>
Result<std::optional<AttachedFile<Id>>> open_attached_row(const DataKeys& keys,
                                                          const std::optional<AttachedRow<Id>>& row,
                                                          Column column) {
    if (!row) return std::optional<AttachedFile<Id>>();
    YX_TRY(AttachedFile<Id> file, open_attached_row(keys, *row, column));
    return std::optional(std::move(file));
}
template <class Id, std::invocable<Id> Column>
Result<std::vector<AttachedFile<Id>>> open_attached_rows(const DataKeys& keys,
                                                         const std::vector<AttachedRow<Id>>& rows,
                                                         Column column) {
    std::vector<AttachedFile<Id>> files;
    for (const AttachedRow<Id>& row : rows) {
        YX_TRY(AttachedFile<Id> file, open_attached_row(keys, row, column));
        files.push_back(std::move(file));
    }
    return files;
}

/// Deletes the blobs of rows, then the rows. @param due  rows with a member `blob`.
/// @param remove  deletes the row of one; run in a transaction.
/// @return how many. @error storage.unavailable, file.io
template <class Due, class Remove>
Result<std::int64_t> forget_attachments(Store& store,
                                        BlobStore& blobs,
                                        const std::vector<Due>& due,
                                        Remove remove) {
    if (due.empty()) return std::int64_t{0};
    std::vector<crypto::Digest32> names;
    for (const Due& file : due)
        names.push_back(blob_name_of(file.blob));
    // The blobs first: after a power cut between the two, the rows lead here again. Not in the
    // transaction: the store may be slow, and everybody's writes would wait for it.
    YX_CHECK(blobs.remove_all(names));
    return store.write_now([&](Transaction& transaction) -> Result<std::int64_t> {
        for (const Due& file : due)
            YX_CHECK(remove(transaction, file));
        return static_cast<std::int64_t>(due.size());
    });
}

}  // namespace yinxin::storage
