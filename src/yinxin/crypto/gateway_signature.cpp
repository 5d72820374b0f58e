// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/gateway_signature.hpp"

#include "yinxin/crypto/mac.hpp"

namespace yinxin::crypto {

std::string gateway_signature(BytesView key,
                              std::string_view time,
                              std::string_view nonce,
                              std::string_view body) {
    std::string message(time);
    message.append(1, '.').append(nonce).append(1, '.').append(body);
    return to_hex(hmac_sha256(key, as_bytes(message)));
}

}  // namespace yinxin::crypto
