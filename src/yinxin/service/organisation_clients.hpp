// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/api_calls.hpp"
#include "yinxin/storage/organisations.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// The programs of an organisation (接口客户) and what they asked, for its members to read. Clients
/// are entered by the operator.
namespace yinxin::service {

inline constexpr int calls_page_rows = 50;
/// How far back calls are summed up.
inline constexpr Days calls_summed{30};

struct ClientLine {
    storage::ApiClientRow client;
    std::int64_t calls_today = 0;  ///< UTC+8
};
struct ClientsView {
    storage::Membership own;
    std::vector<ClientLine> clients;  ///< the oldest first
};
/// @error not_found
[[nodiscard]] Task<Result<ClientsView>> load_organisation_clients(
    Services& services, AccountId account, domain::OrganisationId organisation);

/// How often one operation was called in the last calls_summed days.
/// Members stand in the order of sql/api_call/count_since.sql.
struct OperationCount {
    std::string operation;
    std::int64_t calls = 0;
};
struct ClientCallsView {
    storage::Membership own;
    storage::ApiClientRow client;
    std::vector<OperationCount> counts;   ///< the most first
    std::vector<storage::CallRow> calls;  ///< newest first
    bool has_more = false;                ///< behind the last of them
};
/// @param before  calls before this one; 0: from the newest on.
/// @error not_found  not a member, or the client is none of this organisation's.
[[nodiscard]] Task<Result<ClientCallsView>> load_client_calls(Services& services,
                                                              AccountId account,
                                                              domain::OrganisationId organisation,
                                                              domain::ClientId client,
                                                              storage::CallId before);

}  // namespace yinxin::service
