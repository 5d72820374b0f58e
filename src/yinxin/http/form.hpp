// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/http/request.hpp"

#include <cstddef>

namespace yinxin::http {

/// Moves a form in the body into request.form and request.uploads, by its content type
/// (application/x-www-form-urlencoded, or multipart/form-data after RFC 7578); other bodies stay.
/// Strict, so that no two readers see different forms.
/// @param most_fields  fields and files together.
/// @error malformed  a field twice, text that is not clean UTF-8, too many fields, broken framing.
[[nodiscard]] Result<void> parse_form(Request& request, std::size_t most_fields);

}  // namespace yinxin::http
