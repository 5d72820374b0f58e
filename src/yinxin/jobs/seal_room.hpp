// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference_shelf.hpp"
#include "yinxin/config/settings.hpp"
#include "yinxin/crypto/public_key.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/documents/stationery.hpp"
#include "yinxin/issuing/letter_press.hpp"
#include "yinxin/issuing/press.hpp"
#include "yinxin/jobs/revocation_shelf.hpp"
#include "yinxin/jobs/seal_desk.hpp"
#include "yinxin/storage/store.hpp"

#include <memory>

namespace yinxin::jobs {

/// Everything that seals: keys, certificates, timestamp authority, press. Made once at start-up.
struct SealRoom {
    std::shared_ptr<const documents::Stationery> stationery;
    std::shared_ptr<const crypto::TrustStore> trust;
    std::unique_ptr<issuing::Press> press;
    std::unique_ptr<SealDoor> desk;
    std::unique_ptr<crypto::PublicKey> approval;
    std::shared_ptr<const crypto::Signer> approver;  ///< null: the approval key is not here
    std::unique_ptr<issuing::LetterPress> letters;   ///< null: the register has no receipts key
    std::shared_ptr<const crypto::Signer> offline;   ///< null: it has no key for offline codes
    std::shared_ptr<RevocationShelf> revocation;     ///< what is known of the chains of all this
};

enum class Installation { production, demonstration };

/// Opens every seal of the register whose key is here; with settings.signing.socket no seal's key
/// is opened, and the desk is the signer's. A demonstration's revocation lists are renewed first.
/// @error signing.key_unavailable, signing.certificate_unreadable, signing.certificate_not_current,
///   document.font_missing, file.missing; config.invalid  the socket's directory
Result<SealRoom> open_seal_room(storage::Store& store,
                                const config::ReferenceShelf& reference,
                                const config::Settings& settings,
                                Installation installation,
                                Instant now);

}  // namespace yinxin::jobs
