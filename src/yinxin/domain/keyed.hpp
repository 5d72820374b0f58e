// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// One value of an enumeration with its stable ASCII key: what is stored in a database column and
/// shown in the API. Keys are never renamed or reused.
template <class E>
struct Keyed {
    E value;
    std::string_view key;
};

/// Specialised beside each enumeration: `static constexpr std::array<Keyed<E>, N> rows`.
template <class E>
struct KeyTable;

/// An enumeration that has a KeyTable.
template <class E>
concept HasKeys = requires { KeyTable<E>::rows; };

/// All values in the order in which they are declared; for lists and tests.
template <HasKeys E>
[[nodiscard]] constexpr std::span<const Keyed<E>> all_keyed() noexcept {
    return KeyTable<E>::rows;
}

/// The stable key of a value. A value outside the enumeration (a bug) gives an empty text.
template <HasKeys E>
[[nodiscard]] constexpr std::string_view key(E value) noexcept {
    const auto found = std::ranges::find(KeyTable<E>::rows, value, &Keyed<E>::value);
    return found == KeyTable<E>::rows.end() ? std::string_view{} : found->key;
}

/// The value a key stands for, e.g. `parse_key<CertificateStatus>("valid")`.
/// @error malformed  no value has this key; comparison is exact.
template <HasKeys E>
[[nodiscard]] Result<E> parse_key(std::string_view text) {
    const auto found = std::ranges::find(KeyTable<E>::rows, text, &Keyed<E>::key);
    if (found == KeyTable<E>::rows.end()) return Error(ErrorCode::malformed, "unknown key");
    return found->value;
}

}  // namespace yinxin::domain
