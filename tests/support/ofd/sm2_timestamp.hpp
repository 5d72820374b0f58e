// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/ofd/ses_writer.hpp"

namespace yinxin::ofd {

/// A timestamp token as authorities of GB/T 20520 make it: SM3 of the stamped bytes, signed with
/// SM2 and SM3.
[[nodiscard]] Bytes sm2_timestamp(const KeyHolder& authority, BytesView stamped, Instant at);

}  // namespace yinxin::ofd
