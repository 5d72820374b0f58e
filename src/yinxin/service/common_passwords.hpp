// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace yinxin::service {

/// What common passwords of fifteen characters and more are put together from: keyboard walks,
/// everyday words, pinyin, and the words of this service. Lower case. Two of them beside each
/// other make more than ten thousand passwords, with digits and years many more; all are refused.
[[nodiscard]] std::span<const std::string_view> common_password_parts();

}  // namespace yinxin::service
