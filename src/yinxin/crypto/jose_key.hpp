// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <memory>
#include <optional>
#include <string_view>

/// Keys and signatures of JSON Web Tokens that others sign (RFC 7517, RFC 7518).
namespace yinxin::crypto {

/// What a foreign token may be signed with. "none" and the HMAC family are not in the list and
/// never will be: a public key would be their secret (RFC 8725, 2.1).
enum class JoseAlgorithm {
    rs256,  ///< RSASSA-PKCS1-v1_5 with SHA-256
    ps256,  ///< RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes
    es256,  ///< ECDSA on P-256 with SHA-256; the value is r and s side by side
};

/// "RS256", "PS256", "ES256"; nothing for every other name.
[[nodiscard]] std::optional<JoseAlgorithm> jose_algorithm(std::string_view name) noexcept;

/// A public key out of a JSON Web Key. Cheap to copy; any number of threads may use one.
class JoseKey {
  public:
    /// @error malformed    no such numbers.
    /// @error unsupported  a modulus below 2048 or above 8192 bits, an even or tiny exponent.
    [[nodiscard]] static Result<JoseKey> rsa(BytesView modulus, BytesView exponent);
    /// @error malformed  not 32 bytes each, or no point of the curve.
    [[nodiscard]] static Result<JoseKey> p256(BytesView x, BytesView y);

    /// Whether the key is of the kind the algorithm needs.
    [[nodiscard]] bool fits(JoseAlgorithm algorithm) const noexcept;
    /// @error signing.signature_wrong  also where the key does not fit the algorithm.
    [[nodiscard]] Result<void> verify(JoseAlgorithm algorithm,
                                      BytesView message,
                                      BytesView signature) const;

    struct State;
    explicit JoseKey(std::shared_ptr<const State> state) : state_(std::move(state)) {}

  private:
    std::shared_ptr<const State> state_;
};

}  // namespace yinxin::crypto
