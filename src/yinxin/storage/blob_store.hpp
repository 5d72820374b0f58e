// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/sealed_column.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <span>

namespace yinxin::storage {

/// What is to be stored; borrowed.
struct Blob {
    crypto::Digest32 name;
    BytesView content;
};

/// One stored file as the store lists it.
struct ListedBlob {
    crypto::Digest32 name{};
    Instant put_at{};        ///< by the store's clock; of the last put
    std::uint64_t size = 0;  ///< of the sealed bytes
};
using BlobVisitor = std::function<Result<void>(const ListedBlob&)>;

/// Files too large for a row: finished copies and photos, named by the SHA-256 of their plain bytes
/// and encrypted at rest. Any number of threads may use one.
class BlobStore {
  public:
    virtual ~BlobStore() = default;
    /// Durable when it returns; putting the same bytes again is no error. Many at once cost the
    /// disk less than one after the other; after an error some may be there. @error file.io
    virtual Result<void> put_all(std::span<const Blob> blobs) = 0;
    Result<void> put(const crypto::Digest32& name, BytesView content) {
        const Blob blob{name, content};
        return put_all({&blob, 1});
    }
    /// @error not_found  @error storage.blob_corrupt  the bytes are not those of the name.
    virtual Result<Bytes> get(const crypto::Digest32& name) = 0;
    /// Whether there is one, without reading it. @error file.io
    virtual Result<bool> has(const crypto::Digest32& name) {
        const Result<Bytes> content = get(name);
        if (!content && content.error().code() == ErrorCode::not_found) return false;
        if (!content) return content.error();
        return true;
    }
    /// Gone when it returns; a missing one is no error.
    virtual Result<void> remove(const crypto::Digest32& name) = 0;
    /// Calls `visit` for every file, in the order of names; what is put or removed meanwhile may or
    /// may not be told. An error of `visit` ends it. @error unsupported, file.io
    virtual Result<void> list(const BlobVisitor&) {
        return Error(ErrorCode::unsupported, "this blob store cannot be listed");
    }
};

/// A directory: <root>/ab/cdef….
Result<std::unique_ptr<BlobStore>> open_directory_blobs(const std::filesystem::path& root,
                                                        crypto::KeyRing keys);

}  // namespace yinxin::storage
