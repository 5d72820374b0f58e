// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/documents/seal_art.hpp"
#include "yinxin/domain/seal.hpp"

namespace yinxin::jobs {

/// How a seal of the register looks, as the reference data say; without a word of theirs it bears
/// its name. @error as documents::with_stencil
[[nodiscard]] Result<documents::SealArt> seal_art_of(const config::Reference& reference,
                                                     const domain::Seal& seal);

}  // namespace yinxin::jobs
