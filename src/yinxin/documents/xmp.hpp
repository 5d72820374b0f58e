// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/face.hpp"
#include "yinxin/documents/template.hpp"

#include <string>

namespace yinxin::documents {

inline constexpr const char* producer = "Yinxin";

/// The XMP packet (ISO 16684-1): PDF/A identification, what Info says, and the licence's metadata
/// of GB/T 36903 with the extension schema that PDF/A asks for.
[[nodiscard]] std::string make_xmp(const Face& face, PdfConformance conformance);

}  // namespace yinxin::documents
