// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/layout.hpp"
#include "yinxin/documents/pdf_certificate.hpp"
#include "yinxin/documents/template.hpp"

namespace yinxin::documents {

/// What one PDF says, whatever kind of document it is.
struct PdfMatter {
    std::string title;
    std::string author;   ///< may be empty
    std::string made_at;  ///< ISO 8601, as format_civil writes it; also the claimed time of sealing
    std::string language = "zh-CN";
    std::string xmp;
    std::string id_seed;  ///< what tells this document from every other
    VariableDrawing drawing;
    std::vector<Ops> further_pages;  ///< words and lines alone; the first page is `drawing`
    BytesView photo;                 ///< JPEG of the drawing's PhotoMark; must outlive the writing
    bool is_sealed = false;          ///< leaves a hole for the signature
};

/// Writes a document behind its template. @error invalid_input  a time that is none.
[[nodiscard]] Result<UnsignedPdf> write_pdf(const PdfMatter& matter,
                                            const PdfProfile& profile,
                                            const PdfTemplate& base,
                                            const FontBook& fonts);

/// Writes the variable part of one certificate behind its template.
/// @error as lay_out_variables; invalid_input  a time that is none.
[[nodiscard]] Result<UnsignedPdf> write_document(const Face& face,
                                                 const PdfProfile& profile,
                                                 const PdfTemplate& base,
                                                 const Stationery& stationery);

}  // namespace yinxin::documents
