// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/verify/finding.hpp"
#include "yinxin/verify/timestamp_rule.hpp"

#include <array>
#include <optional>
#include <vector>

namespace yinxin::verify {

/// Where the one signature of a PDF stands and what it covers; read from the bytes, not believed.
struct PdfSeal {
    std::size_t contents_offset = 0;  ///< of the '<'
    std::size_t contents_length = 0;  ///< including '<' and '>'
    Bytes cms;                        ///< DER, padding removed
};

/// Finds the signature of a file that may carry exactly one, covering every byte but its own hex
/// string (ISO 32000-2, 12.8.1). Anything else is a finding, and then nothing is returned.
[[nodiscard]] std::optional<PdfSeal> find_pdf_seal(BytesView file, std::vector<Finding>& findings);

/// What a sealed PDF of ours must satisfy before it is released: one seal over every byte, intact,
/// trusted at `at`, and a timestamp (where required) over this very signature.
/// @param signer  the seal certificate that must have signed.
[[nodiscard]] std::vector<Finding> check_sealed_pdf(BytesView file,
                                                    const crypto::TrustStore& trust,
                                                    const crypto::Certificate& signer,
                                                    TimestampRule timestamp,
                                                    Instant at);

}  // namespace yinxin::verify
