// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <string_view>

#include <boost/json/object.hpp>

/// JSON of strangers whose every reader must read the same. For the .cpp files of this room only:
/// Boost.JSON stays inside them.
namespace yinxin::service {

/// One object. A name that stands twice in one object is refused, at any depth: of two readers one
/// would take the first and another the last (RFC 7519, section 4; RFC 8725, 2.4).
/// @error malformed
[[nodiscard]] Result<boost::json::object> parse_strict_object(std::string_view text);

/// The text under a name; "" where there is none or it is no text.
[[nodiscard]] std::string text_under(const boost::json::object& object, std::string_view name);

}  // namespace yinxin::service
