// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"

#include <string>

namespace yinxin::signing {

/// One use of a seal key. The sum of the counts of a key must equal the artefacts it signed plus
/// the intents that were voided after signing.
struct SealUse {
    std::string key_id;                ///< SealCredential::key_id()
    std::int64_t count = 1;            ///< signatures made with this use
    crypto::Digest32 document_digest;  ///< SHA-256 of the covered bytes
    Instant at;
};

/// Where uses of seal keys are written down; the caller persists them.
class SealUseRegister {
  public:
    virtual ~SealUseRegister() = default;
    /// Called before the key is used: no record, no signature.
    /// @error storage.unavailable
    [[nodiscard]] virtual Result<void> record(const SealUse& use) = 0;
};

}  // namespace yinxin::signing
