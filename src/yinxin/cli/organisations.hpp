// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>

namespace yinxin::cli {

enum class OrganisationAction {
    list,
    show,
    confirm,
    unconfirm,
    close,
    make_authority,
    make_ordinary,
    make_owner,
};

/// `yinxin organisation …`: what only the office decides about organisations that check.
struct OrganisationRequest {
    std::filesystem::path data;
    OrganisationAction action = OrganisationAction::list;
    bool is_applied = false;   ///< false: only say what would be done
    std::int64_t id = 0;       ///< of the organisation; not for list
    std::int64_t account = 0;  ///< of make_owner: a member's
};

/// Lists or changes organisations; every change is audited. @return the exit code.
[[nodiscard]] int run_organisation(const OrganisationRequest& request);

}  // namespace yinxin::cli
