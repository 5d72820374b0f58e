// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/ofd_xml.hpp"

namespace yinxin::verify {

/// What OFD.xml and Signatures.xml say: how many documents and where the signatures are.
struct OfdDocument {
    std::size_t bodies = 0;       ///< DocBody elements; one in ours
    std::string signatures_file;  ///< name of the member; empty when none is stated
    /// One per signature listed.
    struct Signature {
        std::string file;  ///< name of its Signature.xml
        bool is_seal = true;
    };
    std::vector<Signature> signatures;
};

/// Reads the way from OFD.xml to the signatures, and the face from the metadata (CustomDatas).
/// @return nothing when it cannot be followed; why is refused.
[[nodiscard]] std::optional<OfdDocument> read_ofd_document(const OfdPackage& package,
                                                           const ReadLimits& limits,
                                                           Claims& claims);

}  // namespace yinxin::verify
