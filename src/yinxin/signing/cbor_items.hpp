// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/base/bytes.hpp"

#include <cbor.h>
#include <memory>
#include <optional>
#include <string_view>

namespace yinxin::signing {

inline void release_cbor(cbor_item_t* item) {
    cbor_decref(&item);
}
using CborItem = std::unique_ptr<cbor_item_t, void (*)(cbor_item_t*)>;

/// The first item of the bytes, whose lengths were found true (cbor_heads.hpp); null: none.
/// @param read  how many bytes it took.
[[nodiscard]] CborItem load_cbor(BytesView bytes, std::size_t& read);

[[nodiscard]] std::optional<std::int64_t> integer_in(const cbor_item_t* item);
[[nodiscard]] std::optional<BytesView> octets_in(const cbor_item_t* item);
[[nodiscard]] std::optional<std::string_view> text_in(const cbor_item_t* item);

}  // namespace yinxin::signing
