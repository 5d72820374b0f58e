// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/api_client.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace yinxin::cli {

enum class ClientAction { list, add, rotate, end_key, disable, enable };

/// `yinxin api-client …`
struct ClientRequest {
    std::filesystem::path data;
    ClientAction action = ClientAction::list;
    bool is_applied = false;  ///< false: only say what would be done
    std::int64_t id = 0;      ///< of the client; not for list and add
    std::string name;
    std::int64_t organisation = 0;  ///< whose it is; 0: the operator's own
    bool is_live = false;
    std::string scopes = "status,verify,changes,bulk";
    std::vector<std::string> networks;
    domain::ClientQuota quota;
    int overlap_days = 7;
    std::string key_prefix;
};

/// Enters, changes or lists clients; every change is audited. A key is printed once, when it is
/// made. @return the exit code.
[[nodiscard]] int run_client(const ClientRequest& request);

}  // namespace yinxin::cli
