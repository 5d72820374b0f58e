// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/cbor_items.hpp"

#include "yinxin/signing/cbor_heads.hpp"

#include <limits>

namespace yinxin::signing {

CborItem load_cbor(BytesView bytes, std::size_t& read) {
    CborItem none(nullptr, release_cbor);
    read = 0;
    if (bytes.empty() || !are_cbor_lengths_true(bytes)) return none;
    cbor_load_result result{};
    cbor_item_t* item = cbor_load(bytes.data(), bytes.size(), &result);
    if (item == nullptr) return none;
    read = result.read;
    return {item, release_cbor};
}

std::optional<std::int64_t> integer_in(const cbor_item_t* item) {
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!cbor_is_int(item) || cbor_get_int(item) > most) return std::nullopt;
    const auto magnitude = static_cast<std::int64_t>(cbor_get_int(item));
    return cbor_isa_negint(item) ? -1 - magnitude : magnitude;
}

std::optional<BytesView> octets_in(const cbor_item_t* item) {
    if (!cbor_isa_bytestring(item) || !cbor_bytestring_is_definite(item)) return std::nullopt;
    return BytesView(cbor_bytestring_handle(item), cbor_bytestring_length(item));
}

std::optional<std::string_view> text_in(const cbor_item_t* item) {
    if (!cbor_isa_string(item) || !cbor_string_is_definite(item)) return std::nullopt;
    return std::string_view(reinterpret_cast<const char*>(cbor_string_handle(item)),
                            cbor_string_length(item));
}

}  // namespace yinxin::signing
