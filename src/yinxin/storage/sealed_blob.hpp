// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/sealed_column.hpp"

#include <optional>
#include <string>
#include <string_view>

/// The form in which every kind of store keeps a blob, so that files can be moved between them as
/// they are.
namespace yinxin::storage {

/// "ab/cdef…": two and 62 hexadecimal digits.
[[nodiscard]] std::string blob_path(const crypto::Digest32& name);
/// The opposite. none: not the path of a blob.
[[nodiscard]] std::optional<crypto::Digest32> parse_blob_path(std::string_view path);

/// Encrypted, bound to its name.
[[nodiscard]] Bytes seal_blob(const crypto::KeyRing& keys,
                              const crypto::Digest32& name,
                              BytesView plain);
/// @error storage.blob_corrupt  the bytes are not those of the name.
[[nodiscard]] Result<Bytes> open_blob(const crypto::KeyRing& keys,
                                      const crypto::Digest32& name,
                                      BytesView sealed);

}  // namespace yinxin::storage
