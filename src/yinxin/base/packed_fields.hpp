// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yinxin {

/// Several texts as one, for a sealed column: each as "<length>:<bytes>". Any bytes may stand in a
/// field.
[[nodiscard]] std::string pack_fields(const std::vector<std::string>& fields);
/// The texts again. @error malformed  not written by pack_fields, or not `count` of them.
[[nodiscard]] Result<std::vector<std::string>> unpack_fields(std::string_view packed,
                                                             std::size_t count);
/// The same for any number of texts.
[[nodiscard]] Result<std::vector<std::string>> unpack_fields(std::string_view packed);

}  // namespace yinxin
