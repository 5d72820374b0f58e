// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/algorithms.hpp"

#include "yinxin/crypto/der.hpp"

#include <stdexcept>

namespace yinxin::crypto {

Bytes signature_algorithm_identifier(SignatureAlgorithm algorithm) {
    switch (algorithm) {
        case SignatureAlgorithm::ecdsa_p256_sha256:
            return der::sequence({der::oid(oid::ecdsa_sha256)});
        case SignatureAlgorithm::rsa_sha256:
            return der::sequence({der::oid(oid::rsa_sha256), der::null()});
        case SignatureAlgorithm::sm2_sm3:
            return der::sequence({der::oid(oid::sm2_sm3)});
    }
    throw std::logic_error("signature algorithm without an identifier");
}

Bytes digest_algorithm_identifier(DigestAlgorithm algorithm) {
    switch (algorithm) {
        case DigestAlgorithm::sha256:
            return der::sequence({der::oid(oid::sha256), der::null()});
        case DigestAlgorithm::sm3:
            return der::sequence({der::oid(oid::sm3)});
    }
    throw std::logic_error("digest algorithm without an identifier");
}

}  // namespace yinxin::crypto
