// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// What an S3 store says in XML.
namespace yinxin::storage {

struct S3Object {
    std::string key;
    Instant put_at{};
    std::uint64_t size = 0;
};

/// A page of ListObjectsV2.
struct S3Page {
    std::vector<S3Object> objects;
    std::string next;  ///< continuation token; empty: this was the last page
};
/// @error malformed
[[nodiscard]] Result<S3Page> parse_s3_page(BytesView xml);

/// The code of an error ("NoSuchBucket"): letters and digits alone; empty: there is none.
[[nodiscard]] std::string parse_s3_error(BytesView xml);

}  // namespace yinxin::storage
