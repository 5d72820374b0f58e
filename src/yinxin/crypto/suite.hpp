// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/domain/keyed.hpp"

namespace yinxin::crypto {

/// Which algorithms keep an installation's secrets and chain its audit (密码套件). Chosen once,
/// when the installation is made: every value it keeps depends on it.
enum class Suite {
    international,  ///< AES-256-GCM, HMAC-SHA-256, SHA-256
    national,       ///< SM4-CTR with HMAC-SM3, HMAC-SM3, SM3 (GB/T 32907-2016, GB/T 32905-2016)
};

/// The digest of a suite.
[[nodiscard]] constexpr DigestAlgorithm digest_of(Suite suite) noexcept {
    return suite == Suite::national ? DigestAlgorithm::sm3 : DigestAlgorithm::sha256;
}

/// SHA-256 or SM3 in one call.
[[nodiscard]] inline Digest32 digest(Suite suite, BytesView bytes) {
    return suite == Suite::national ? sm3(bytes) : sha256(bytes);
}

}  // namespace yinxin::crypto

template <>
struct yinxin::domain::KeyTable<yinxin::crypto::Suite> {
    static constexpr std::array<Keyed<crypto::Suite>, 2> rows{{
        {crypto::Suite::international, "international"},
        {crypto::Suite::national, "national"},
    }};
};
