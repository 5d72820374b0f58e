// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/passkeys.hpp"
#include "yinxin/signing/authenticator_data.hpp"

/// What must be true of what a browser sent (W3C Web Authentication Level 2, 7.1 and 7.2), as plain
/// functions of bytes. For the use cases of this room and their tests.
namespace yinxin::service {

/// What was asked for.
struct PasskeyExpectation {
    RelyingParty party;
    std::string challenge;  ///< base64url
};

/// A registration (7.1). @error staff.passkey_refused  the detail says which rule
[[nodiscard]] Result<signing::AttestedCredential> check_registration(
    const PasskeyExpectation& expected, BytesView client_data, BytesView attestation);

/// An assertion (7.2) by a key we know. @return the sign counter.
/// @error staff.passkey_refused  the detail says which rule
[[nodiscard]] Result<std::uint32_t> check_assertion(const PasskeyExpectation& expected,
                                                    BytesView public_key,
                                                    BytesView client_data,
                                                    BytesView authenticator_data,
                                                    BytesView signature);

/// Whether a counter moved on (7.2, step 21): one that stands still or goes back may be a copy of
/// the authenticator. Authenticators without one always say 0.
[[nodiscard]] constexpr bool moves_on(std::int64_t kept, std::uint32_t said) noexcept {
    return (kept == 0 && said == 0) || said > kept;
}

}  // namespace yinxin::service
