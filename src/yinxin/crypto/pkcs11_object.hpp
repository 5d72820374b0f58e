// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: PKCS #11's types stay inside.

#include "yinxin/crypto/pkcs11_session.hpp"
#include "yinxin/crypto/public_key.hpp"

namespace yinxin::crypto {

/// The one private key that the URI names. Needs a session that is logged in.
/// @error signing.key_unavailable  none or several.
[[nodiscard]] Result<CK_OBJECT_HANDLE> find_private_key(const Pkcs11Session& session,
                                                        const Pkcs11Uri& uri);

/// A key that could be read out of its token is no better than a file, and is refused.
/// @error signing.key_unavailable  extractable, not sensitive, not for signing, or one that asks
/// for
///   the PIN at every use.
[[nodiscard]] Result<void> check_is_guarded(const Pkcs11Session& session, CK_OBJECT_HANDLE key);

/// The public part: of the public key object or the certificate with the key's CKA_ID.
/// @error signing.key_unavailable  the token holds neither.
/// @error unsupported  another kind of key; SM2, whose mechanisms each vendor numbers otherwise.
[[nodiscard]] Result<PublicKey> read_public_key(const Pkcs11Session& session, CK_OBJECT_HANDLE key);

}  // namespace yinxin::crypto
