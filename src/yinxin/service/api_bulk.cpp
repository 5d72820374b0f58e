// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/api_bulk.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/service/bulk_start.hpp"

namespace yinxin::service {
namespace {

using domain::BulkId;
using storage::Transaction;

BulkAsker asker_of(const ApiCall& call) {
    BulkAsker asker;
    asker.checker = call.checker();
    asker.follows = call.scopes.contains(domain::ClientScope::changes);
    asker.is_sandbox = call.is_sandbox();
    return asker;
}

}  // namespace

storage::BulkOwner owner_of(const ApiCall& call) {
    return {storage::BulkOwnerKind::client, call.client.id.value};
}

Task<Result<BulkId>> run_bulk(Services& services, const ApiCall& call, BulkUpload upload) {
    const storage::BulkOwner owner = owner_of(call);
    // Refused before anything is read: another one that runs.
    YX_CO_TRY(const bool is_busy, co_await services.store.read([&](storage::Reader& reader) {
        return storage::has_running_bulk_check(reader, owner);
    }));
    if (is_busy) co_return Error(ErrorCode::bulk_running);
    YX_CO_TRY(const BulkId id, co_await hand_in_bulk(services, owner, std::move(upload)));
    const Result<void> started = co_await services.store.write([&](Transaction& transaction) {
        return start_draft(transaction, services, owner, id, asker_of(call), call.at);
    });
    if (started) co_return id;
    const Result<void> forgotten = co_await forget_bulk(services, owner, id);
    if (!forgotten) log::warning("bulk.not_forgotten", {{"check", id.str()}});
    co_return Error(started.error());
}

}  // namespace yinxin::service
