// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// `yinxin staff …`: the operator's way to the people of the office, for the first administrators
/// and for when none of them can come in. Everybody else is invited on the page.
namespace yinxin::cli {

enum class StaffAction { list, invite, recover };

struct StaffRequest {
    std::filesystem::path data;
    StaffAction action = StaffAction::list;
    std::string login_name;
    std::string name_file;           ///< the person's name; "-" is standard input
    std::vector<std::string> roles;  ///< keys of domain::StaffRole
    std::string issuer_id;           ///< empty: all authorities
    bool is_applied = false;
};
/// Returns the process's exit code.
[[nodiscard]] int run_staff(const StaffRequest& request);

/// Invites the three administrators (三员) of a new installation and prints their codes, once, to
/// standard output and nowhere else. @error storage.unavailable
[[nodiscard]] Result<void> invite_administrators(const std::filesystem::path& data);

}  // namespace yinxin::cli
