// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

namespace yinxin::signing {

/// Whether no item of a CBOR encoding says that it is longer than the bytes behind it (RFC 8949,
/// 3). To be asked before libcbor 0.8 reads them: it allocates what a length says, gigabytes for a
/// few bytes. Items of indefinite length, which no encoder of ours writes, are refused too.
[[nodiscard]] bool are_cbor_lengths_true(BytesView bytes) noexcept;

}  // namespace yinxin::signing
