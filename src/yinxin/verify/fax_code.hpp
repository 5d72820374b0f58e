// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: black and white scans as office scanners pack them.

#include "yinxin/base/bytes.hpp"

#include <cstddef>
#include <optional>

namespace yinxin::verify {

/// How a scan was packed: ITU-T T.6 ("Group 4"), as ISO 32000-2, 7.4.6 names its parameters.
struct FaxShape {
    std::size_t columns = 1728;
    std::size_t rows = 0;
    bool is_black_one = false;     ///< BlackIs1
    bool is_byte_aligned = false;  ///< EncodedByteAlign
};

/// The rows unpacked, one bit a pixel, each row filled up to whole bytes. A scan that ends early or
/// has a fault in it is white from there on: what stands before it may still hold a code.
/// @return nothing when not even the first row can be read, or there is nothing to read.
[[nodiscard]] std::optional<Bytes> unpack_fax(BytesView packed, const FaxShape& shape);

}  // namespace yinxin::verify
