// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/file_kinds.hpp"

#include <array>

namespace yinxin::verify {

/// One signature dictionary as qpdf found it, signed or not.
struct PdfSignature {
    bool is_range_readable = false;  ///< four whole numbers standing there, none negative
    std::array<std::size_t, 4> byte_range{};
    bool has_contents = false;        ///< a string that is not empty
    std::size_t contents_offset = 0;  ///< where the parsed string stands in the file
    bool is_shown = false;            ///< it is the value of a signature field of the form
    std::string format;               ///< /SubFilter, e.g. "/ETSI.CAdES.detached"
    std::string claimed_at;           ///< /M as it stands there
    bool is_certification = false;    ///< /Perms /DocMDP of the catalog points to it
    int permissions = 0;              ///< /P of its DocMDP transform; 0 where there is none
};

/// What the object tree of a PDF says that matters to us.
struct PdfTree {
    bool is_readable = false;  ///< false: the finding says why
    bool is_encrypted = false;
    std::vector<PdfSignature> signatures;
    std::vector<Bytes> certificates;  ///< of the document security store
    std::vector<Bytes> crls;
    Bytes xmp;
};

/// Walks the file with qpdf, without repair and within the limits. Where neither the tree nor
/// claims.signature_count knows of a signature, the pages are searched for codes.
[[nodiscard]] PdfTree read_pdf_tree(BytesView file, const ReadLimits& limits, Claims& claims);

}  // namespace yinxin::verify
