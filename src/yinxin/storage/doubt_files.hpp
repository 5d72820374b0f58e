// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/doubt.hpp"
#include "yinxin/storage/attached_files.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Attachments of doubts (attached_files.hpp).
namespace yinxin::storage {

using DoubtFile = AttachedFile<domain::DoubtFileId>;

/// Where an upload belongs until it is sent.
struct DoubtUploadKey {
    HolderId holder;
    LineId line;
    AccountId account;
};
struct NewDoubtFile {
    DoubtUploadKey key;
    std::string name;
    std::string media;
    BytesView content;
    Instant at{};
    Instant delete_at{};  ///< unless it is sent before
};
using SealedDoubtFile = SealedAttachment<domain::DoubtFileId>;
[[nodiscard]] SealedDoubtFile seal_doubt_file(const DataKeys& keys, BytesView content);
Result<void> insert_doubt_file(Transaction& transaction,
                               const DataKeys& keys,
                               const NewDoubtFile& file,
                               const SealedDoubtFile& sealed);

/// Files of a doubt, in the order of their messages.
Result<std::vector<DoubtFile>> list_doubt_files(Reader& reader,
                                                const DataKeys& keys,
                                                HolderId holder,
                                                domain::DoubtId doubt);
/// A file that was uploaded by this account about this certificate, not sent, and not due to go.
Result<std::optional<DoubtFile>> find_unsent_file(Reader& reader,
                                                  const DataKeys& keys,
                                                  const DoubtUploadKey& key,
                                                  domain::DoubtFileId id,
                                                  Instant now);
Result<std::int64_t> count_unsent_files(Reader& reader, const DoubtUploadKey& key);
/// With which message a file is sent.
struct DoubtFileUse {
    domain::DoubtId doubt;
    int seq = 0;  ///< its number in the conversation
    Instant at{};
};
/// @error not_found  not there, not this account's, sent already, or due to go.
Result<void> send_doubt_file(Transaction& transaction,
                             const DoubtUploadKey& key,
                             domain::DoubtFileId id,
                             const DoubtFileUse& use);
/// The bytes. @error storage.blob_corrupt, crypto.unsealing_failed, not_found
Result<Bytes> load_doubt_file(BlobStore& blobs, const DataKeys& keys, const DoubtFile& file);

/// Says when the attachments of a doubt are deleted; it is settled now.
Result<void> set_doubt_files_delete_at(Transaction& transaction,
                                       HolderId holder,
                                       domain::DoubtId doubt,
                                       Instant at);
/// Deletes files whose time has come; nobody can send them any more. @return how many.
/// @error storage.unavailable, file.io
Result<std::int64_t> forget_due_files(Store& store, BlobStore& blobs, Instant now, int most);

}  // namespace yinxin::storage
