// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/jobs/seal_door.hpp"
#include "yinxin/signing/seal_credential.hpp"
#include "yinxin/signing/ses_write.hpp"
#include "yinxin/signing/timestamper.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/store.hpp"

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yinxin::jobs {

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

/// What a desk needs to look at the certificate itself, and not only at the rows about it.
struct ApprovedRows {
    const storage::DataKeys& keys;
    crypto::PublicKey approval;  ///< whose signature stands under every approved row
};

/// Where seals are kept and used. Its door takes the name of a committed intent and nothing else:
/// digest and facts are read from the register, the policy is checked here again, and every use is
/// counted before the key is touched. Callers' words are not facts.
///
/// In the serving process, or behind a SealServer in one of its own (`yinxin signer`).
class SealDesk final : public SealDoor {
  public:
    /// @param approved  of a desk in another process than the press: it checks as well that the row
    ///   is what the batch's approval signed, and that its kind of certificate gets this seal. In
    ///   one process the press did so a moment ago.
    SealDesk(storage::Store& store,
             const config::ReferenceShelf& reference,
             std::map<std::string, SealKeys, std::less<>> seals,
             SealTimestamps timestamps,
             std::optional<ApprovedRows> approved = std::nullopt);

    [[nodiscard]] Result<std::vector<Result<Bytes>>> seal(std::span<const IntentKey> intents,
                                                          Instant now) const override;

  private:
    storage::Store& store_;
    const config::ReferenceShelf& reference_;
    std::map<std::string, SealKeys, std::less<>> seals_;
    SealTimestamps timestamps_;
    std::optional<ApprovedRows> approved_;
};

}  // namespace yinxin::jobs
