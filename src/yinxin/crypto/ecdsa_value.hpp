// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/result.hpp"

namespace yinxin::crypto {

/// A P-256 signature value as JOSE and COSE write it: r and s side by side, 32 bytes each
/// (RFC 7518, 3.4; RFC 9053, 2.1), from DER and back. @error malformed
[[nodiscard]] Result<Bytes> raw_ecdsa_value(BytesView der);
[[nodiscard]] Result<Bytes> der_ecdsa_value(BytesView raw);

}  // namespace yinxin::crypto
