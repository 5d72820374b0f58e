// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace yinxin::crypto {

/// SM3 (GB/T 32905-2016) of each of several texts, as sm3() would say it, in the order given.
///
/// OpenSSL 3.0 hashes one text at 200 MB/s; the rounds of one wait for each other, those of several
/// do not. Texts are hashed side by side, 16 with AVX-512 and 8 with AVX2, and where the processor
/// has neither, or there is one text alone, as sm3() does. Best for texts of about one length.
[[nodiscard]] std::vector<Digest32> sm3_many(std::span<const BytesView> texts);

/// How many texts this processor hashes side by side; 1 where it does not.
[[nodiscard]] std::size_t sm3_lanes() noexcept;

namespace detail {
/// The same with a number of lanes of the caller's choice (1, 8 or 16), for tests. More than
/// sm3_lanes() crash on a processor without them.
[[nodiscard]] std::vector<Digest32> sm3_many(std::span<const BytesView> texts, std::size_t lanes);
}  // namespace detail

}  // namespace yinxin::crypto
