// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/verify/claims.hpp"

namespace yinxin::verify {

/// First of the two calls (design section 3): reads a file of any kind and says what it claims.
/// Never fails: what cannot be read is a finding. The kind is decided by the bytes, not by a name.
///
/// Meant to run where a crash costs nothing; it opens nothing and asks nobody.
[[nodiscard]] Claims read(BytesView file, const ReadLimits& limits = {});

}  // namespace yinxin::verify
