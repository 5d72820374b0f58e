// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/identity_case.hpp"
#include "yinxin/storage/attached_files.hpp"

#include <optional>
#include <string>
#include <vector>

/// Evidence of 身份核实: scans of ID documents, letters of attorney (attached_files.hpp).
namespace yinxin::storage {

using IdentityFile = AttachedFile<domain::IdentityFileId>;

struct NewIdentityFile {
    crypto::Digest32 owner{};  ///< personal_columns::identity_owner_index
    std::string name;
    std::string media;
    std::int64_t size = 0;
    Instant at{};
    Instant delete_at{};  ///< unless it is sent before
};
using SealedIdentityFile = SealedAttachment<domain::IdentityFileId>;
[[nodiscard]] SealedIdentityFile seal_identity_file(const DataKeys& keys, BytesView content);
Result<void> insert_identity_file(Transaction& transaction,
                                  const DataKeys& keys,
                                  const NewIdentityFile& file,
                                  const SealedIdentityFile& sealed);

/// A file that this owner uploaded, that is not sent, and not due to go.
Result<std::optional<IdentityFile>> find_unsent_identity_file(Reader& reader,
                                                              const DataKeys& keys,
                                                              const crypto::Digest32& owner,
                                                              domain::IdentityFileId id,
                                                              Instant now);
Result<std::int64_t> count_unsent_identity_files(Reader& reader, const crypto::Digest32& owner);
/// With which message a file is sent.
struct IdentityFileUse {
    domain::IdentityCaseId request;
    int seq = 0;
    Instant at{};
};
/// @error not_found  not there, not this owner's, sent already, or due to go.
Result<void> send_identity_file(Transaction& transaction,
                                const crypto::Digest32& owner,
                                domain::IdentityFileId id,
                                const IdentityFileUse& use);
/// In the order of their messages.
Result<std::vector<IdentityFile>> list_identity_files(Reader& reader,
                                                      const DataKeys& keys,
                                                      domain::IdentityCaseId request);
/// The bytes. @error storage.blob_corrupt, crypto.unsealing_failed, not_found
Result<Bytes> load_identity_file(BlobStore& blobs, const DataKeys& keys, const IdentityFile& file);

/// Says when the evidence of a request is deleted; it is settled now.
Result<void> set_identity_files_delete_at(Transaction& transaction,
                                          domain::IdentityCaseId request,
                                          Instant at);
/// Deletes files whose time has come. @return how many. @error storage.unavailable, file.io
Result<std::int64_t> forget_due_identity_files(Store& store,
                                               BlobStore& blobs,
                                               Instant now,
                                               int most);

}  // namespace yinxin::storage
