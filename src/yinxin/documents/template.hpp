// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"
#include "yinxin/documents/face.hpp"
#include "yinxin/documents/stationery.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace yinxin::crypto {
class Sha256;
}

namespace yinxin::documents {

enum class PdfConformance {
    a_2u,  ///< ISO 19005-2, level U: what is delivered
    a_1b,  ///< ISO 19005-1, level B: twin of the writer for the tests' validator
};

/// The finished beginning of every PDF of one plate: header, colour profile, artwork, labels, fonts
/// of the labels and seal, compressed once, with the hash state behind its last byte.
struct PdfTemplate {
    std::string prefix;                ///< bytes of the file up to the first variable object
    std::vector<std::size_t> offsets;  ///< of objects 1..n in the prefix
    int profile_object = 0;
    int plate_object = 0;                        ///< content stream
    int font_object = 0;                         ///< 0 if the plate has no text
    int seal_object = 0;                         ///< form XObject; 0 on unsealed kinds
    Box seal_box;                                ///< millimetres on the page
    std::shared_ptr<const crypto::Sha256> hash;  ///< state after `prefix`
};

/// @error as lay_out_plate
[[nodiscard]] Result<std::shared_ptr<const PdfTemplate>> compile_template(
    const Face& face, PdfConformance conformance, const Stationery& stationery);

/// A sheet without artwork and seal, for letters.
[[nodiscard]] std::shared_ptr<const PdfTemplate> compile_blank(PdfConformance conformance,
                                                               const Stationery& stationery);

}  // namespace yinxin::documents
