// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/cbor_heads.hpp"

namespace yinxin::signing {

bool are_cbor_lengths_true(BytesView bytes) noexcept {
    enum Major { octets = 2, text = 3, array = 4, map = 5 };
    while (!bytes.empty()) {
        const unsigned major = bytes[0] >> 5U;
        const unsigned info = bytes[0] & 0x1FU;
        bytes = bytes.subspan(1);
        // 24 to 27: the argument follows in 1, 2, 4 or 8 bytes; above: reserved or indefinite.
        if (info > 27) return false;
        std::uint64_t argument = info;
        if (info >= 24) {
            const std::size_t size = std::size_t{1} << (info - 24);
            if (size > bytes.size()) return false;
            argument = 0;
            for (const std::uint8_t byte : bytes.first(size)) {
                argument = argument << 8U | byte;
            }
            bytes = bytes.subspan(size);
        }
        if (major < octets || major > map) continue;
        // An item of an array has at least one byte, one of a map two.
        if (argument > bytes.size() / (major == map ? 2 : 1)) return false;
        if (major == octets || major == text) bytes = bytes.subspan(argument);
    }
    return true;
}

}  // namespace yinxin::signing
