// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/bilingual.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/checks.hpp"
#include "yinxin/storage/organisations.hpp"

#include <optional>
#include <string>
#include <vector>

/// What was checked for an organisation (单位核验记录), by its accounts and its API clients. Also
/// what holders are shown later.
namespace yinxin::service {

inline constexpr int history_page_rows = 50;
inline constexpr int most_exported_rows = 10'000;

/// One check, with what its checker saw of the certificate, as that stands now.
struct OrganisationCheck {
    storage::CheckRow check;
    std::string made_by;  ///< login name, or the client's; empty: neither is there any more
    /// Both empty where the check may not have shown them: a file that only names one of our copies
    /// opens no register (docs/choices.md#c42), and neither does the history of having asked.
    domain::Bilingual qualification;
    std::string masked_name;
};

/// Somebody whose checks can be asked for alone.
struct HistoryMaker {
    std::int64_t id = 0;
    std::string name;
    bool is_client = false;
};

struct OrganisationHistory {
    storage::Membership own;
    std::vector<HistoryMaker> makers;  ///< members, then clients; and the one asked for
    std::vector<OrganisationCheck> checks;
    std::optional<storage::CheckPlace> next;  ///< there are more, behind this place
};

/// One page, newest first. @error not_found
[[nodiscard]] Task<Result<OrganisationHistory>> load_organisation_history(
    Services& services,
    AccountId account,
    domain::OrganisationId organisation,
    storage::CheckFilter filter);

/// Everything that fits the filter, newest first, at most most_exported_rows; read on the cpu pool.
/// @error not_found
[[nodiscard]] Task<Result<std::vector<OrganisationCheck>>> export_organisation_history(
    Services& services,
    AccountId account,
    domain::OrganisationId organisation,
    storage::CheckFilter filter);

}  // namespace yinxin::service
