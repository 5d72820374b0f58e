// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/file_kinds.hpp"

#include <span>

namespace yinxin::verify {

/// What a CMS signature says and whether it holds over the covered bytes; needs no outside fact.
/// Everything wrong is a finding "cms.…" as well. CMS of RFC 5652 and its GB/T 35275 twin.
/// @param covered  what is signed, one piece after the other.
[[nodiscard]] SealClaims read_seal(BytesView cms_der,
                                   std::span<const BytesView> covered,
                                   Claims& claims);

}  // namespace yinxin::verify
