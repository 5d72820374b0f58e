// SPDX-License-Identifier: Apache-2.0
// Pictures of seals made elsewhere: of what is taken only the ink is left, once and for all.
#include "fuzz/input.hpp"

#include "yinxin/documents/seal_stencil.hpp"

using namespace yinxin;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    documents::StencilLimits limits;
    // Small pictures are found faster.
    limits.least_side = 1;
    limits.most_side = 200;
    const auto stencil = documents::read_seal_stencil(BytesView(data, size), limits);
    if (!stencil) return 0;
    fuzz::must(stencil->side >= 1 && stencil->side <= limits.most_side);
    const auto again = documents::read_seal_stencil(stencil->png, limits);
    fuzz::must(static_cast<bool>(again));
    fuzz::must(again->rows == stencil->rows && again->png == stencil->png);
    return 0;
}
