// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/ids.hpp"
#include "yinxin/base/time.hpp"

#include <span>
#include <vector>

namespace yinxin::jobs {

/// Names one committed intent.
struct IntentKey {
    HolderId holder;
    IntentId intent;

    friend bool operator==(const IntentKey&, const IntentKey&) = default;
};

/// Where seals are asked for: the desk itself, or the way to one in another process. Any number of
/// threads may ask.
class SealDoor {
  public:
    virtual ~SealDoor() = default;

    /// Seals the digests of these intents; each intent is good for one signature. Outcomes stand in
    /// the order of `intents`: DER of the CMS, of an OFD the SES_Signature, or
    /// @error signing.intent_refused  the facts do not allow it; the detail says which.
    /// @error signing.seal_not_in_use, signing.clock_behind, signing.timestamp_unavailable
    /// The call itself fails with storage.unavailable, and nothing was sealed; or, where the desk
    /// is in another process, with signing.key_unavailable, and nothing that was sealed is handed
    /// out.
    /// @param now  of the caller; a desk in another process has its own clock.
    [[nodiscard]] virtual Result<std::vector<Result<Bytes>>> seal(
        std::span<const IntentKey> intents, Instant now) const = 0;
};

}  // namespace yinxin::jobs
