// SPDX-License-Identifier: Apache-2.0
// Metadata packets of strangers' files.
#include "fuzz/input.hpp"

#include "yinxin/verify/read_xmp.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    verify::Claims claims;
    verify::read_xmp(BytesView(data, size), {}, claims);
    // Hostile is never said without a reason.
    fuzz::must(!claims.is_hostile || !claims.findings.empty());
    return 0;
}
