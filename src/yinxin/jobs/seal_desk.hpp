// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/signing/seal_credential.hpp"
#include "yinxin/signing/ses_write.hpp"
#include "yinxin/signing/timestamper.hpp"
#include "yinxin/storage/store.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yinxin::jobs {

/// Names one committed intent.
struct IntentKey {
    HolderId holder;
    IntentId intent;
};

/// The keys of one seal.
struct SealKeys {
    signing::SealCredential pdf;
    std::optional<signing::SesCredential> ofd;  ///< none: its copies are PDF alone
    std::string ofd_key_name;                   ///< in the key register, as it was opened
};

/// Who gives timestamps to what the seals sign; none: without.
struct SealTimestamps {
    std::shared_ptr<const signing::Timestamper> pdf;
    std::shared_ptr<const signing::Timestamper> ofd;
};

/// Where seals are kept and used. Its door takes the name of a committed intent and nothing else:
/// digest and facts are read from the register, the policy is checked here again, and every use is
/// counted before the key is touched. Callers' words are not facts.
///
/// In this process for now; `yinxin signer` will offer the same door from a process of its own.
class SealDesk {
  public:
    SealDesk(storage::Store& store,
             const config::ReferenceShelf& reference,
             std::map<std::string, SealKeys, std::less<>> seals,
             SealTimestamps timestamps);

    /// Seals the digests of these intents; each intent is good for one signature. Outcomes stand in
    /// the order of `intents`: DER of the CMS, of an OFD the SES_Signature, or
    /// @error signing.intent_refused  the facts do not allow it; the detail says which.
    /// @error signing.seal_not_in_use, signing.clock_behind, signing.timestamp_unavailable
    /// The call itself fails with storage.unavailable; then nothing was sealed.
    [[nodiscard]] Result<std::vector<Result<Bytes>>> seal(std::span<const IntentKey> intents,
                                                          Instant now) const;

  private:
    storage::Store& store_;
    const config::ReferenceShelf& reference_;
    std::map<std::string, SealKeys, std::less<>> seals_;
    SealTimestamps timestamps_;
};

}  // namespace yinxin::jobs
