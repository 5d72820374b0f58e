// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/personal_key.hpp"
#include "yinxin/signing/seal_credential.hpp"

#include <string>
#include <string_view>

namespace yinxin::signing {

/// A JSON text signed as a JSON Web Signature (RFC 7515), flattened JSON serialization: ES256 or
/// RS256, with the certificate and its chain in "x5c". Any JOSE library reads it.
/// @error signing.signature_failed
[[nodiscard]] Result<std::string> sign_jws(const SealCredential& credential, std::string_view json);

/// A JSON text signed by a person, compact serialization (RFC 7515, 7.1): the header is "alg"
/// (ES256 or EdDSA), "kid" (PersonalKey::id) and "typ".
/// @error signing.signature_failed
[[nodiscard]] Result<std::string> sign_personal_jws(const crypto::PersonalSigner& key,
                                                    std::string_view type,
                                                    std::string_view json);

}  // namespace yinxin::signing
