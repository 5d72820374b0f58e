// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/crypto/suite.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yinxin::crypto {

/// One generation of the column key.
struct ColumnKey {
    std::uint32_t id = 1;  ///< written beside every ciphertext; never reused
    Secret key;            ///< 32 bytes
    Suite suite = Suite::international;
};

/// Encrypts what a column or a blob keeps of a person.
///
/// A sealed value is: version, key id (4 bytes, big endian), nonce (12 random bytes), ciphertext,
/// tag (16). Version 0x01 is AES-256-GCM; 0x02, of keys of the national suite, SM4 in counter mode
/// (GB/T 17964-2021) and then HMAC-SM3 cut to 16 bytes, under keys that are derived from the key.
/// The newest key (highest id) seals, every key opens what was sealed in its suite. Random nonces
/// are safe up to 2^32 values per key (NIST SP 800-38D section 8.3): rotate before. Any number of
/// threads may use one ring.
class KeyRing {
  public:
    /// Bytes a sealed value is longer than its plain text.
    static constexpr std::size_t overhead = 1 + 4 + 12 + 16;

    /// @error invalid_input  no key, an id twice or zero, or a key that is not 32 bytes.
    [[nodiscard]] static Result<KeyRing> create(std::vector<ColumnKey> keys);

    /// @param context  where the value lives, e.g. "person_document.number": authenticated, not
    ///   stored, so a value moved to another column (or row, if the context names it) fails to
    ///   open.
    [[nodiscard]] Bytes seal(std::string_view context, BytesView plain) const;
    [[nodiscard]] Bytes seal(std::string_view context, std::string_view plain) const {
        return seal(context, as_bytes(plain));
    }

    /// @error crypto.unsealing_failed  unknown key, altered bytes or another context.
    [[nodiscard]] Result<Bytes> open(std::string_view context, BytesView sealed) const;
    /// The same, as text.
    [[nodiscard]] Result<std::string> open_text(std::string_view context, BytesView sealed) const;

    /// Id of the key that seals now; values with another id are due for re-encryption.
    [[nodiscard]] std::uint32_t newest_id() const noexcept;
    /// Id of the key a value was sealed with. @error crypto.unsealing_failed  too short, other
    /// form.
    [[nodiscard]] static Result<std::uint32_t> key_id_of(BytesView sealed);

  private:
    explicit KeyRing(std::vector<ColumnKey> keys);
    std::vector<ColumnKey> keys_;  // ascending by id
};

}  // namespace yinxin::crypto
