// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/blob_store.hpp"
#include "yinxin/storage/s3_client.hpp"

namespace yinxin::storage {

/// Blobs as objects of a bucket: <prefix>ab/cdef…, sealed as in a directory. What an operation
/// sends and gets is compared: a put with the hash the store signs for and with its ETag, a get
/// with the name. Many at once go over several connections.
/// @param page  objects asked for in one listing, 1 to 1000.
[[nodiscard]] std::unique_ptr<BlobStore> make_s3_blobs(S3Client::Plan plan,
                                                       crypto::KeyRing keys,
                                                       int page = 1000);

}  // namespace yinxin::storage
