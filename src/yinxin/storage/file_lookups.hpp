// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/copy_format.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/store.hpp"

namespace yinxin::storage {

/// A sealed file as it is found by what it hashes to.
struct FileHashes {
    Bytes sha256;
    Bytes sm3;
};

/// Makes a file of a copy findable by both hashes. May be done again: a copy is released only after
/// its hashes are entered, and whoever finishes another's release enters them once more.
/// @error storage.conflict  a file of another copy has this hash.
Result<void> enter_file_hashes(Transaction& transaction,
                               const FileHashes& file,
                               CopyKey copy,
                               domain::CopyFormat format);

/// One hash of a file, so that each can be entered where it stands on a cluster.
Result<void> enter_sha256(Transaction& transaction,
                          const FileHashes& file,
                          CopyKey copy,
                          domain::CopyFormat format);
Result<void> enter_sm3(Transaction& transaction,
                       const FileHashes& file,
                       CopyKey copy,
                       domain::CopyFormat format);

}  // namespace yinxin::storage
