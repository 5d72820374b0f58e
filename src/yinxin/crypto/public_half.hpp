// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/signer.hpp"

namespace yinxin::crypto {

/// A key whose private part is in another process: it knows everything that is public, so that
/// documents can be laid out for its signatures, and signs nothing (signing.key_unavailable).
/// @param spki  DER SubjectPublicKeyInfo. @error malformed, unsupported  as PublicKey::parse
[[nodiscard]] Result<std::shared_ptr<const Signer>> public_half(BytesView spki);

}  // namespace yinxin::crypto
