// SPDX-License-Identifier: Apache-2.0
#pragma once

// Seals any file with a hole, over any ranges, with any signature: so that a fault of the structure
// is not hidden behind a wrong digest, and a fault of the signature not behind the structure.

#include "yinxin/base/bytes.hpp"
#include "yinxin/crypto/digest.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::attacks {

/// Where a file has room for the ranges and the signature; offsets into the file.
struct Hole {
    std::size_t range_begin = 0;  ///< behind '['
    std::size_t range_end = 0;    ///< at ']'
    std::size_t begin = 0;        ///< at '<'
    std::size_t end = 0;          ///< behind '>'

    [[nodiscard]] std::size_t hex_begin() const noexcept { return begin + 1; }
    [[nodiscard]] std::size_t hex_end() const noexcept { return end - 1; }
};

/// Of the first /ByteRange behind `from`. Throws when there is none.
[[nodiscard]] Hole find_hole(std::string_view file, std::size_t from = 0);

/// (offset, length) of what is signed.
using Ranges = std::vector<std::pair<std::size_t, std::size_t>>;
/// Everything but the hole: what our press signs.
[[nodiscard]] Ranges all_but(const Hole& hole, std::string_view file);
/// "0 100 300 50", as it stands in /ByteRange.
[[nodiscard]] std::string words_of(const Ranges& ranges);

/// Makes a signature (DER) over the covered bytes.
using Sign = std::function<Bytes(std::string_view covered)>;

/// Writes the ranges, signs what they cover, and fills the hole from its beginning; the rest of the
/// hole is zeros.
[[nodiscard]] std::string seal(std::string file, const Sign& sign);
/// @param words  what /ByteRange says, whether or not it is true.
[[nodiscard]] std::string seal_over(std::string file,
                                    const Hole& hole,
                                    const Ranges& ranges,
                                    std::string_view words,
                                    const Sign& sign);

/// The signature that stands in a sealed file, without its padding.
[[nodiscard]] Bytes signature_in(std::string_view file);
/// The file with other bytes as its signature; everything else stays.
[[nodiscard]] std::string with_signature(std::string file, BytesView cms);
/// The file with other text between '<' and '>'; throws when it does not fit.
[[nodiscard]] std::string with_hole_text(std::string file, std::string_view text, char padding);

}  // namespace yinxin::attacks
