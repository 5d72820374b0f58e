// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/api_calls.hpp"
#include "yinxin/storage/webhooks.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a client is told of by itself: the feed of changes, and the notifications that carry them.
namespace yinxin::service {

struct ChangePage {
    std::vector<std::string> changes;  ///< each a JSON object
    std::int64_t next = 0;             ///< ask with this next time
    bool has_more = false;
};
/// The changes behind `since`, in order; 0 is the first that is kept. Reading changes nothing: the
/// same question gives the same answer, and more behind it.
/// @error invalid_input  a number the feed has not reached; param `member`
/// @error api.cursor_gone  changes behind `since` are no longer kept.
Task<Result<ChangePage>> read_changes(Services& services,
                                      const ApiCall& call,
                                      std::int64_t since,
                                      int most);

/// In the sandbox: lets one of its certificates change, as far as this client can see.
/// @param certificate  its name, e.g. "valid".  @param status  what it becomes.
/// @error api.sandbox_only, invalid_input (param `member`)
Task<Result<void>> play_change(Services& services,
                               const ApiCall& call,
                               std::string certificate,
                               std::string status);

/// Sends a notification that says nothing, to see whether it arrives. @error conflict  no webhook.
Task<Result<storage::DeliveryRow>> ping_webhook(Services& services, const ApiCall& call);

/// A notification and every attempt of it.
struct DeliveryStory {
    storage::DeliveryRow delivery;
    std::vector<storage::AttemptRow> attempts;
};
/// Newest first, those before `before`.
Task<Result<std::vector<DeliveryStory>>> list_own_deliveries(Services& services,
                                                             const ApiCall& call,
                                                             storage::DeliveryId before,
                                                             int most);
/// @error not_found
Task<Result<DeliveryStory>> find_own_delivery(Services& services,
                                              const ApiCall& call,
                                              storage::DeliveryId id);
/// Sends it once more, at once. @error not_found  none of this client's, or just being sent.
Task<Result<DeliveryStory>> replay_own_delivery(Services& services,
                                                const ApiCall& call,
                                                storage::DeliveryId id);

}  // namespace yinxin::service
