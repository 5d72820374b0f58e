// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/request.hpp"

#include <cstddef>

namespace yinxin::http {

/// Moves an urlencoded form in the body into request.form; other bodies stay. Multipart forms were
/// read as they arrived (MultipartReader). Strict, so that no two readers see different forms.
/// @error malformed  a field twice, text that is not clean UTF-8, too many fields, a multipart
///   form without a usable boundary.
[[nodiscard]] Result<void> parse_form(Request& request, std::size_t most_fields);

}  // namespace yinxin::http
