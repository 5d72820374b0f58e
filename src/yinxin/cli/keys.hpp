// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/keys.hpp"
#include "yinxin/crypto/pki.hpp"

#include <filesystem>
#include <string>

namespace yinxin::cli {

enum class KeyAction { list, show, make, request, enter, check };

/// `yinxin key …`: the register of keys, and keys on tokens (docs/keys.md).
struct KeyRequest {
    KeyAction action = KeyAction::list;
    std::filesystem::path data;
    std::string name;  ///< in the register; for show and enter
    std::string key;   ///< URI; for make, request and enter
    crypto::KeyKind kind = crypto::KeyKind::p256;
    crypto::DistinguishedName subject;   ///< for request
    std::string purpose = "seal";        ///< for enter
    std::filesystem::path certificates;  ///< PEM: of the key first, then its CAs up to the root
    bool is_json = false;                ///< for list and show
    bool is_applied = false;             ///< false: only say what would be done
};

/// @return the exit code: 0 done, 1 refused with the reason, or (check) a key that does not open.
[[nodiscard]] int run_key(const KeyRequest& request);

}  // namespace yinxin::cli
