// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/signing/seal_credential.hpp"

#include <string>
#include <string_view>

namespace yinxin::signing {

/// A JSON text signed as a JSON Web Signature (RFC 7515), flattened JSON serialization: ES256 or
/// RS256, with the certificate and its chain in "x5c". Any JOSE library reads it.
/// @error signing.signature_failed
[[nodiscard]] Result<std::string> sign_jws(const SealCredential& credential, std::string_view json);

}  // namespace yinxin::signing
