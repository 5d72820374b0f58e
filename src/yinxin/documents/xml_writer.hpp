// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace yinxin::documents {

/// Appends text as XML character data: '&', '<' and '>' written out.
void append_xml_text(std::string& out, std::string_view text);
/// The same for an attribute in double quotes.
void append_xml_attribute(std::string& out, std::string_view text);

}  // namespace yinxin::documents
