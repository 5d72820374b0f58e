// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/file_kinds.hpp"

#include <functional>

namespace yinxin::verify {

/// Digests of the bytes a signature covers; only the one that is asked for is computed.
using CoveredDigest = std::function<crypto::Digest32(crypto::DigestAlgorithm)>;

/// What a CMS signature says and whether it holds over the covered bytes; needs no outside fact.
/// Everything wrong is a finding "cms.…" as well. CMS of RFC 5652 and its GB/T 35275 twin.
[[nodiscard]] SealClaims read_seal(BytesView cms_der, const CoveredDigest& covered, Claims& claims);

}  // namespace yinxin::verify
