// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/public_key.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/key_operation.hpp"

#include <climits>

namespace yinxin::crypto {

std::string_view name_of(SignatureAlgorithm algorithm) noexcept {
    switch (algorithm) {
        case SignatureAlgorithm::ecdsa_p256_sha256:
            return "ecdsa-p256-sha256";
        case SignatureAlgorithm::rsa_sha256:
            return "rsa-sha256";
        case SignatureAlgorithm::sm2_sm3:
            return "sm2-sm3";
    }
    return "unknown";
}

Result<PublicKey> PublicKey::parse(BytesView spki) {
    YX_CHECK(der::parse_single(spki));
    YX_CHECK(der::check_nesting(spki));
    if (spki.size() > LONG_MAX) return Error(ErrorCode::malformed, "public key too long");
    const unsigned char* position = spki.data();
    KeyHandle key(d2i_PUBKEY(nullptr, &position, static_cast<long>(spki.size())));
    if (key == nullptr) return Error(ErrorCode::unsupported, drain_openssl_errors());
    if (position != spki.data() + spki.size()) {
        return Error(ErrorCode::malformed, "bytes after the public key");
    }
    YX_TRY(const SignatureAlgorithm algorithm, algorithm_of(*key));
    return PublicKey(
        std::make_shared<const State>(Bytes(spki.begin(), spki.end()), std::move(key), algorithm));
}

SignatureAlgorithm PublicKey::algorithm() const noexcept {
    return state_->operation.algorithm();
}

const Bytes& PublicKey::spki() const noexcept {
    return state_->spki;
}

Result<void> PublicKey::verify(BytesView message, BytesView signature) const {
    return state_->operation.verify(message, signature);
}

Result<void> verify_signature(BytesView spki,
                              SignatureAlgorithm algorithm,
                              BytesView message,
                              BytesView signature) {
    YX_TRY(const PublicKey key, PublicKey::parse(spki));
    if (key.algorithm() != algorithm) {
        return Error(ErrorCode::unsupported,
                     "key is not one of " + std::string(name_of(algorithm)));
    }
    return key.verify(message, signature);
}

}  // namespace yinxin::crypto
