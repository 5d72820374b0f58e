// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/sm2_identity.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/openssl_handles.hpp"

namespace yinxin::crypto {

bool is_sm2_without_identity(BytesView spki, BytesView message, BytesView signature) {
    const unsigned char* position = spki.data();
    const KeyHandle key(d2i_PUBKEY(nullptr, &position, static_cast<long>(spki.size())));
    const Digest32 digest = sm3(message);
    bool is_right = key != nullptr && EVP_PKEY_is_a(key.get(), "SM2") == 1;
    if (is_right) {
        const KeyContext context(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
        is_right =
            EVP_PKEY_verify_init(context.get()) == 1 &&
            EVP_PKEY_verify(
                context.get(), signature.data(), signature.size(), digest.data(), digest.size()) ==
                1;
    }
    ERR_clear_error();
    return is_right;
}

}  // namespace yinxin::crypto
