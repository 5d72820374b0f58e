// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"

#include <array>
#include <cstdint>

namespace yinxin::crypto {

/// Divides random numbers that are given out (of copies, codes, receipts) into 64 classes by a
/// keyed hash. Each generation of an installation gives out numbers of one class only, so that what
/// was given out after a backup, and is unknown once the backup is restored, is never drawn again
/// (docs/choices.md#c121). Who does not have the key cannot tell the classes apart: a guess at a
/// number is no easier than without them. Any number of threads may use one.
class NumberClasses {
  public:
    static constexpr std::int64_t count = 64;

    /// @param key  32 bytes; a shorter one throws std::invalid_argument.
    explicit NumberClasses(const Secret& key);

    /// In [0, count).
    [[nodiscard]] std::int64_t of(std::uint64_t number) const;
    /// A random number in [0, range) of the class of a generation.
    /// @param range  at least a thousand times `count`, so that the class is never empty in
    /// practice
    [[nodiscard]] std::uint64_t draw(std::int64_t generation, std::uint64_t range) const;

  private:
    std::array<std::uint8_t, 16> key_{};  // of SipHash-2-4
};

}  // namespace yinxin::crypto
