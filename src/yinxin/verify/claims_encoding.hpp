// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/verify/claims.hpp"

namespace yinxin::verify {

/// Claims on their way out of the sandbox. The reader may have been taken over by the file it read,
/// so decoding trusts nothing: lengths are bounded, enumerations are checked, nothing may follow.
[[nodiscard]] Bytes encode_claims(const Claims& claims);
/// @error malformed
[[nodiscard]] Result<Claims> decode_claims(BytesView bytes);

}  // namespace yinxin::verify
