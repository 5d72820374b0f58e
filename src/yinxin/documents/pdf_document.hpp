// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/pdf_certificate.hpp"
#include "yinxin/documents/template.hpp"

namespace yinxin::documents {

/// Writes the variable part of one document behind its template.
/// @error as lay_out_variables; invalid_input  a time that is none.
[[nodiscard]] Result<UnsignedPdf> write_document(const Face& face,
                                                 const PdfProfile& profile,
                                                 const PdfTemplate& base,
                                                 const Stationery& stationery);

}  // namespace yinxin::documents
