// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/holder_notices.hpp"

#include "yinxin/service/messages.hpp"
#include "yinxin/storage/accounts.hpp"

#include <set>

namespace yinxin::service {

Result<void> tell_holder(storage::Transaction& transaction,
                         const Services& services,
                         HolderId holder,
                         Instant now,
                         std::string_view message) {
    YX_TRY(const auto accounts, storage::list_holder_accounts(transaction, holder));
    std::set<std::string> told;
    for (const storage::HolderAccount& bound : accounts) {
        if (bound.ended_at) continue;
        YX_TRY(const auto row, storage::find_account(transaction, bound.account));
        YX_TRY(const auto identity, storage::open_identity(services.keys, row));
        if (!told.insert(identity.mobile.e164).second) continue;
        YX_CHECK(queue_message(
            transaction, services, identity.mobile, Message{std::string(message), {}}, now));
    }
    return ok();
}

}  // namespace yinxin::service
