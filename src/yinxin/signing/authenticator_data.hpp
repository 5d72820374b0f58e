// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/personal_key.hpp"

#include <cstdint>
#include <optional>
#include <string>

/// What passkeys say (W3C Web Authentication Level 2), as bytes come from a browser: nothing is
/// trusted here. Whether it is what was asked for is service/passkeys.
namespace yinxin::signing {

/// A key that an authenticator made for us (§6.5.1, attested credential data).
struct AttestedCredential {
    Bytes id;  ///< 16 to 1023 bytes
    crypto::PersonalKey key;
};

/// Authenticator data (§6.1).
struct AuthenticatorData {
    crypto::Digest32 rp_id_hash{};
    bool is_user_present = false;
    bool is_user_verified = false;
    std::uint32_t sign_count = 0;
    std::optional<AttestedCredential> credential;
};

/// @error malformed  too short or too long, flags that do not fit, bytes left over, CBOR that lies.
/// @error unsupported  a key other than ES256, RS256 or EdDSA with Ed25519.
[[nodiscard]] Result<AuthenticatorData> read_authenticator_data(BytesView bytes);

/// An attestation object (§6.5.4). The statement is not read: none was asked for, and one that
/// nobody asked for proves nothing (docs/choices.md#c65).
/// @return the authenticator data inside. @error malformed, unsupported
[[nodiscard]] Result<AuthenticatorData> read_attestation_object(BytesView bytes);

/// The public key in a COSE_Key (RFC 9052, 7; RFC 9053, 7; RFC 8230, 4).
/// @param read  how many bytes it took. @error malformed, unsupported
[[nodiscard]] Result<crypto::PersonalKey> read_cose_key(BytesView bytes, std::size_t& read);

}  // namespace yinxin::signing
