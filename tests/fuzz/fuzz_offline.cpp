// SPDX-License-Identifier: Apache-2.0
// Offline codes from somebody's paper: as text, and as the CBOR inside, packed and written the way
// an encoder does, for no mutation gets through zlib and base45.
#include "fuzz/input.hpp"

#include "yinxin/signing/base45.hpp"
#include "yinxin/signing/offline_code.hpp"

#include <zlib.h>

using namespace yinxin;

namespace {

/// Any point of P-256: the base point.
const crypto::PublicKey& key() {
    static const crypto::PublicKey point = *crypto::PublicKey::parse(
        *parse_hex("3059301306072a8648ce3d020106082a8648ce3d03010703420004"
                   "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                   "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"));
    return point;
}

std::string as_code(BytesView cbor) {
    uLongf size = compressBound(cbor.size());
    Bytes packed(size);
    compress2(packed.data(), &size, cbor.data(), cbor.size(), Z_BEST_SPEED);
    packed.resize(size);
    return std::string(signing::offline_prefix) + signing::to_base45(packed);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const BytesView input(data, size);
    const std::string_view text = as_text(input);
    (void)signing::open_offline_code(text, key());
    (void)signing::open_offline_code(as_code(input), key());
    // What can be read is written one way.
    if (const auto bytes = signing::parse_base45(text)) {
        fuzz::must(signing::to_base45(*bytes) == text);
    }
    fuzz::must(*signing::parse_base45(signing::to_base45(input)) == Bytes(data, data + size));
    return 0;
}
