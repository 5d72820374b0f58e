// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

namespace yinxin::cli {

enum class RevocationAction { status, fetch };

struct RevocationRequest {
    std::filesystem::path data;
    RevocationAction action = RevocationAction::status;
    bool is_applied = false;  ///< without, fetch only says what it would keep
    bool is_json = false;     ///< one JSON object a line
};

/// `yinxin revocation status`: which data is held about each certificate of our chains, how old it
/// is, and how the addresses answer; fails when a certificate is revoked or the data is older than
/// revocation.stale_after. `yinxin revocation fetch`: asks every address now; fails when one gave
/// nothing acceptable. @return exit code
[[nodiscard]] int run_revocation(const RevocationRequest& request);

}  // namespace yinxin::cli
