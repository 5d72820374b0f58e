// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/storage/data_keys.hpp"
#include "yinxin/storage/endorsements.hpp"
#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>

namespace yinxin::storage {

/// What stays of a sealed file whose bytes were deleted when its endorsement ended.
struct GoneFile {
    crypto::Digest32 sha256{};
    crypto::Digest32 sm3{};
    std::int64_t size = 0;
    std::string seal_id;
    std::string key_name;
};

/// An application that was settled before this register knew of it: brought over from elsewhere.
/// Nothing is pressed for it.
struct SettledEndorsement {
    NewEndorsement application;
    domain::EndorsementState state = domain::EndorsementState::ready;  ///< not pending
    std::string failure_code;
    Instant state_at{};
    std::optional<GoneFile> file;  ///< none: failed
};

/// Writes application, copy, numbers and what stays of the file.
/// @error invalid_input  the state is pending.  @error storage.conflict  as insert_endorsement
Result<void> insert_settled_endorsement(Transaction& transaction,
                                        const DataKeys& keys,
                                        const SettledEndorsement& settled);

}  // namespace yinxin::storage
