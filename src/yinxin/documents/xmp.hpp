// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/face.hpp"
#include "yinxin/documents/template.hpp"

#include <string>
#include <string_view>

namespace yinxin::documents {

inline constexpr const char* producer = "Yinxin";

/// The XMP packet (ISO 16684-1): PDF/A identification, what Info says, and the licence's metadata
/// of GB/T 36903 with the extension schema that PDF/A asks for.
[[nodiscard]] std::string make_xmp(const Face& face, PdfConformance conformance);

/// The same without a licence, for a letter.
/// @param author  may be empty.
[[nodiscard]] std::string make_letter_xmp(std::string_view title,
                                          std::string_view author,
                                          std::string_view made_at,
                                          PdfConformance conformance);

}  // namespace yinxin::documents
