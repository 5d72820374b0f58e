// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace yinxin::http {

/// The trace id of a `traceparent` header: 32 lower-case hexadecimal digits, not all zero (W3C
/// Trace Context, section 3.2). Later versions are read as far as version 00 goes, as the
/// specification asks; nothing for anything else.
[[nodiscard]] std::optional<std::string> read_traceparent(std::string_view header);

/// A fresh trace id; random, as the specification's random-trace-id flag says.
[[nodiscard]] std::string new_trace_id();

/// "00-TRACE-ID-01": the value of the header `traceresponse`.
/// @param id  of the request, 16 hexadecimal digits.
[[nodiscard]] std::string trace_response(std::string_view trace, std::string_view id);

}  // namespace yinxin::http
