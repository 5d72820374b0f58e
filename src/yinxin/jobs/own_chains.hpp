// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/settings.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/storage/store.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yinxin::jobs {

/// What a chain of certificates of the installation is for.
enum class ChainUse { pdf_seal, ofd_seal, pdf_timestamp, ofd_timestamp, letters };

/// A certificate of our own with those above it.
struct OwnChain {
    ChainUse use = ChainUse::pdf_seal;
    std::string name;     ///< "seal:ID", "timestamp", "letters": in alarms and for operators
    std::string seal_id;  ///< whose pressing depends on it alone; empty: of all seals, or of none
    std::vector<crypto::Certificate> certificates;  ///< leaf first, root last where it is known

    [[nodiscard]] bool concerns(std::string_view seal) const noexcept {
        return use != ChainUse::letters && (seal_id.empty() || seal_id == seal);
    }
};

/// The chains of the seals that press or may again, of the timestamp authorities in use and of the
/// letters, from the register and the settings; no key is opened.
/// @error signing.certificate_unreadable, file.missing (timestamp.certificates),
/// storage.unavailable
[[nodiscard]] Result<std::vector<OwnChain>> list_own_chains(storage::Store& store,
                                                            const config::Settings& settings);

}  // namespace yinxin::jobs
