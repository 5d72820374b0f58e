// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace yinxin::verify {

/// Whether a file is released only with a timestamp that was verified.
enum class TimestampRule { required, optional };

}  // namespace yinxin::verify
