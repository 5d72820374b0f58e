// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/mac_key.hpp"

#include <string_view>

namespace yinxin::crypto {

/// Finds an encrypted value by equality without storing it: the MAC of a label and the
/// normalised value. The key stays outside the database. Values of different labels never meet,
/// even when they are equal.
class BlindIndex {
  public:
    explicit BlindIndex(MacKey key) : key_(std::move(key)) {}

    /// @param label  what the value is, e.g. "id-number/111"; no zero byte in it.
    /// @param normalised  the value in its one canonical spelling (the domain normalises).
    [[nodiscard]] Digest32 of(std::string_view label, std::string_view normalised) const;

  private:
    MacKey key_;
};

}  // namespace yinxin::crypto
