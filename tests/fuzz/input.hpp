// SPDX-License-Identifier: Apache-2.0
#pragma once

// What all fuzzers share: an input, and a promise that stops the run when it is broken.

#include "yinxin/base/bytes.hpp"

#include <cstdlib>

namespace yinxin::fuzz {

/// A property every input must have; the fuzzer reports the input that has not.
inline void must(bool holds) {
    if (!holds) std::abort();
}

}  // namespace yinxin::fuzz

/// libFuzzer's entry: `data` of `size` bytes, any value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
