// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yinxin::cli {

enum class SealAction { make, show, import, verify };

/// `yinxin seal …`: electronic seals (GB/T 38540), which OFDs are sealed with.
struct ElectronicSealRequest {
    SealAction action = SealAction::show;
    std::filesystem::path data;
    std::string seal_id;                 ///< in the register; for make and import
    std::filesystem::path file;          ///< SESeal, DER (.esl)
    std::string key;                     ///< URI of the SM2 key that seals
    std::filesystem::path certificates;  ///< PEM: of the key first, then its CAs up to the root
    std::string maker_key;               ///< URI; for make
    std::filesystem::path maker_certificate;
    std::filesystem::path output;              ///< for make: where the seal is written as well
    std::vector<std::filesystem::path> trust;  ///< PEM: whom to believe of a maker; for verify
    bool is_json = false;
    bool is_applied = false;  ///< false: only say what would be done
};

/// @return the exit code: 0 done or intact, 1 refused or not intact, with the reason.
[[nodiscard]] int run_electronic_seal(const ElectronicSealRequest& request);

}  // namespace yinxin::cli
