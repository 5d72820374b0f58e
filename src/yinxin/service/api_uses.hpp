// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/api_calls.hpp"
#include "yinxin/service/authorised_uses.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

/// Copies a program of an organisation fetches with a holder's code (docs/authorised-use.md). What
/// it fetched is this client's alone here; people of the organisation find it on their page.
namespace yinxin::service {

/// Tries in vain of one client in an hour; what succeeds has the client's quota and no other limit.
inline constexpr std::int64_t vain_redeems_per_client_hour = 10;
/// When a copy that is being pressed is worth asking for again.
inline constexpr std::chrono::seconds pressing_takes{2};

struct RedeemQuestion {
    std::string code;         ///< as the holder gave it
    std::string request_key;  ///< the client's Idempotency-Key
};
/// Uses a code up for the organisation of the client. The same key asks for the same use again,
/// however late. @return none: the copy is still being pressed, and the code stays good.
/// @error api.no_organisation
/// @error invalid_input  no key; param `member`
/// @error authorised_use.code_invalid, authorised_use.over, certificate.not_valid as redeem_use
/// @error too_many_requests
Task<Result<std::optional<FetchedUse>>> redeem_for_client(Services& services,
                                                          const ApiCall& call,
                                                          RedeemQuestion question);

/// What this client has fetched, as it stands now. @error not_found
Task<Result<FetchedUse>> load_client_use(Services& services,
                                         const ApiCall& call,
                                         storage::UseId use);

/// One file of it. @error not_found, authorised_use.over, and those of open_file
Task<Result<SealedFile>> open_client_use(Services& services,
                                         const ApiCall& call,
                                         storage::UseId use,
                                         domain::CopyFormat format);

/// What the codes of the sandbox lead to, one for each way it can end.
struct SandboxUse {
    std::string_view name;  ///< "ready", "pressing", "withdrawn"
    domain::UseCode code;
};
[[nodiscard]] std::array<SandboxUse, 3> sandbox_uses();

}  // namespace yinxin::service
