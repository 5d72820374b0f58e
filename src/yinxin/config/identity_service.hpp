// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

namespace yinxin::config {

/// 身份认证服务: who says who sits at the keyboard (docs/accounts.md#an-identity-service).
struct IdentityService {
    std::string url;  ///< empty: there is none
    std::string name;
    std::string name_en;  ///< empty: `name` in both languages
    std::filesystem::path key_file;
    std::string pages;  ///< origin of the pages where people prove themselves; empty: url's
    std::chrono::seconds deadline{5};

    [[nodiscard]] bool is_on() const noexcept { return !url.empty(); }
    /// Whether a person may be sent there.
    [[nodiscard]] bool may_lead_to(std::string_view address) const;
};

}  // namespace yinxin::config
