// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/documents/face.hpp"
#include "yinxin/documents/stationery.hpp"
#include "yinxin/documents/template.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace yinxin::documents {

/// What a verifier needs years later, put into /DSS of the one signed revision. DER each.
struct ValidationMaterial {
    std::vector<Bytes> certificates;  ///< chains of the signer and of the timestamp authority
    std::vector<Bytes> crls;
    std::vector<Bytes> ocsps;
};

/// How the PDF is written, apart from what it says; usually one per seal key.
struct PdfProfile {
    PdfConformance conformance = PdfConformance::a_2u;
    std::size_t signature_room = 12 * 1024;  ///< bytes of CMS DER; B-B needs 4 KiB, B-T 12 KiB
    ValidationMaterial validation;
    std::string signer_name;  ///< /Name of the signature dictionary
    std::string reason;       ///< /Reason
    crypto::DigestAlgorithm digest = crypto::DigestAlgorithm::sha256;  ///< of the signature
};

/// Offsets of the two signed ranges, as in /ByteRange.
using ByteRange = std::array<std::size_t, 4>;

/// A finished file with a hole for the signature. Unsealed kinds have no hole (length 0).
struct UnsignedPdf {
    Bytes bytes;
    std::size_t contents_offset = 0;  ///< of the '<'
    std::size_t contents_length = 0;  ///< including '<' and '>'
    ByteRange byte_range{};
    crypto::Digest32 digest{};  ///< of the signed ranges (of all bytes if unsealed)
};

/// Makes certificates: const and safe to use from several threads at once. Templates are compiled
/// at first use and kept.
class PdfPress {
  public:
    explicit PdfPress(std::shared_ptr<const Stationery> stationery);
    PdfPress(PdfPress&&) noexcept;
    PdfPress& operator=(PdfPress&&) noexcept;
    ~PdfPress();

    /// Same face and profile, same bytes, in any process with the same stationery.
    /// @error as lay_out_plate and lay_out_variables
    [[nodiscard]] Result<UnsignedPdf> build(const Face& face, const PdfProfile& profile) const;

    /// Compiles the template now, so that the first document is as fast as the others.
    [[nodiscard]] Result<void> warm_up(const Face& face, PdfConformance conformance) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Puts a detached CMS signature into the hole; everything else stays.
/// @error signing.signature_too_large  more than the room left for it.
/// @error invalid_input  the file has no hole, or the signature is empty.
[[nodiscard]] Result<Bytes> embed(UnsignedPdf&& pdf, BytesView cms);

}  // namespace yinxin::documents
