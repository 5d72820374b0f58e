// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/account_data.hpp"
#include "yinxin/service/identity_story.hpp"

#include <functional>

/// What the office hands to an agent whose request to see a person's data was confirmed.
namespace yinxin::service {

/// After it was confirmed; then the request has to be made again.
inline constexpr Days agents_data_stays{30};

/// The account whose data were confirmed to be shown; none: another kind of request, not confirmed,
/// too long ago, or of a person without an account.
[[nodiscard]] std::optional<AccountId> account_for_agent(
    const storage::IdentityCase& request,
    const std::vector<std::map<std::string, std::string>>& applied,
    Instant now);

/// The sealed PDF of my data, for the agent. The person reads among the looks that it was taken,
/// with the written reason. One audit event.
/// @error forbidden, not_found  as account_for_agent; unavailable  no receipts key
[[nodiscard]] Task<Result<Bytes>> seal_agents_data(
    Services& services,
    domain::StaffActor actor,
    domain::IdentityCaseId id,
    const std::function<documents::Letter(const AccountData& data)>& letter_of);

}  // namespace yinxin::service
