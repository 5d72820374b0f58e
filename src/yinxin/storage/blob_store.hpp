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
///
/// A store that cannot be reached is storage.unavailable, within its deadline: nothing was lost,
/// the same call may be made again. Calls may wait that long, so none belongs on an event thread or
/// inside a transaction.
class BlobStore {
  public:
    virtual ~BlobStore() = default;
    /// Durable when it returns; putting the same bytes again is no error and makes them young
    /// again (ListedBlob::put_at). Many at once cost less than one after the other; after an error
    /// some may be there. @error file.io, storage.unavailable
    virtual Result<void> put_all(std::span<const Blob> blobs) = 0;
    Result<void> put(const crypto::Digest32& name, BytesView content) {
        const Blob blob{name, content};
        return put_all({&blob, 1});
    }
    /// @error not_found  @error storage.blob_corrupt  the bytes are not those of the name.
    /// @error file.io, storage.unavailable
    virtual Result<Bytes> get(const crypto::Digest32& name) = 0;
    /// Whether there is one, without reading it. @error file.io, storage.unavailable
    virtual Result<bool> has(const crypto::Digest32& name) {
        const Result<Bytes> content = get(name);
        if (!content && content.error().code() == ErrorCode::not_found) return false;
        if (!content) return content.error();
        return true;
    }
    /// Gone when it returns; a missing one is no error. @error file.io, storage.unavailable
    virtual Result<void> remove(const crypto::Digest32& name) = 0;
    /// The same for many; after an error some may be gone.
    virtual Result<void> remove_all(std::span<const crypto::Digest32> names) {
        for (const crypto::Digest32& name : names)
            YX_CHECK(remove(name));
        return ok();
    }

    /// Calls `visit` for every file, in the order of names, a page at a time; what is put or
    /// removed meanwhile may or may not be told. An error of `visit` ends it.
    /// @error unsupported  @error file.io, storage.unavailable
    virtual Result<void> list(const BlobVisitor& visit);
    /// Removes a file unless it was put at or after `since`: whoever is about to name it in a row
    /// has just put it again. @return whether it is gone.
    /// @error unsupported  @error file.io, storage.unavailable
    virtual Result<bool> remove_unless_put_since(const crypto::Digest32& name, Instant since);
};

inline Result<void> BlobStore::list(const BlobVisitor&) {
    return Error(ErrorCode::unsupported, "this store lists nothing");
}
inline Result<bool> BlobStore::remove_unless_put_since(const crypto::Digest32&, Instant) {
    return Error(ErrorCode::unsupported, "this store removes nothing by age");
}

/// A directory: <root>/ab/cdef….
Result<std::unique_ptr<BlobStore>> open_directory_blobs(const std::filesystem::path& root,
                                                        crypto::KeyRing keys);

}  // namespace yinxin::storage
