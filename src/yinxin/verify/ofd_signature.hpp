// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/ofd_xml.hpp"

#include <set>

namespace yinxin::verify {

/// One Signature.xml: which members it lists and where its value is (GB/T 33190-2016, 18).
struct OfdSignature {
    const OfdPackage::Member* file = nullptr;   ///< Signature.xml
    const OfdPackage::Member* value = nullptr;  ///< SignedValue.dat
    const OfdPackage::Member* seal = nullptr;   ///< Seal.esl, where there is one
    std::optional<Instant> claimed_at;
    std::set<std::string_view> listed;  ///< members whose digest was compared, by name
    bool is_supported = true;           ///< method and digest are known
    bool is_intact = true;              ///< every digest is right
};

/// Reads a Signature.xml and compares the digest of every member it lists.
/// @return nothing when it cannot be read; why is refused.
[[nodiscard]] std::optional<OfdSignature> read_ofd_signature(const OfdPackage& package,
                                                             const OfdPackage::Member& file,
                                                             const ReadLimits& limits,
                                                             Claims& claims);

}  // namespace yinxin::verify
