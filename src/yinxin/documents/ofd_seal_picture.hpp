// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/documents/fonts.hpp"
#include "yinxin/documents/seal_art.hpp"

#include <string_view>

namespace yinxin::documents {

/// What an electronic seal says its picture is (GB/T 38540-2020, picture type).
inline constexpr std::string_view seal_picture_type = "ofd";

/// The picture of a seal as an OFD of one page of the seal's size, for the electronic seal itself:
/// readers of OFD press it from there. Same art, same bytes.
/// @error as draw_seal
[[nodiscard]] Result<Bytes> make_seal_picture(const SealArt& art, const FontBook& fonts);

}  // namespace yinxin::documents
