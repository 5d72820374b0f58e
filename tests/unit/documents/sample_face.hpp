// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/face.hpp"
#include "yinxin/documents/stationery.hpp"

#include <memory>
#include <string>

namespace yinxin::documents {

/// A drawn portrait of nobody, 413 x 531 pixels.
[[nodiscard]] Photo sample_photo();

/// A complete endorsed demonstration certificate.
[[nodiscard]] Face sample_face();
/// The same certificate without endorsement, as kinds ask for it.
[[nodiscard]] Face sample_exempt();
[[nodiscard]] Face sample_preview();

/// Debian's fonts and the demonstration seal, loaded once per test program.
[[nodiscard]] std::shared_ptr<const Stationery> sample_stationery();
[[nodiscard]] SealArt sample_seal();

}  // namespace yinxin::documents
