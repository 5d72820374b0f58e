// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/keys.hpp"

#include <string_view>

namespace yinxin::crypto {

/// A fresh key pair made on a token, which the private part never leaves: sensitive, not
/// extractable, for signing alone. open_key takes the same URI afterwards.
/// @param uri  `pkcs11:token=…;object=…` as for open_key; without an id one is drawn.
/// @error conflict  the token holds a key of this label or id.
/// @error signing.key_unavailable  no such token, no log-in, or the token refuses.
/// @error unsupported  SM2.
[[nodiscard]] Result<void> generate_pkcs11_key(std::string_view uri, KeyKind kind);

}  // namespace yinxin::crypto
