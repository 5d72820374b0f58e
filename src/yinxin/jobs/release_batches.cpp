// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/release_batches.hpp"

#include "yinxin/base/log.hpp"
#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/batch_trail.hpp"
#include "yinxin/storage/batches.hpp"

namespace yinxin::jobs {
namespace {

using storage::BatchRow;
using storage::BatchState;
using storage::Transaction;

constexpr int most_at_once = 20;

Result<void> release(Transaction& transaction,
                     const storage::DataKeys& keys,
                     const BatchRow& batch,
                     Instant now) {
    YX_TRY(const auto present, storage::find_batch(transaction, batch.id));
    const bool is_due = present && domain::is_due(present->release_at, now);
    if (!is_due) return Error(ErrorCode::batch_state_wrong, "another time by now");
    YX_CHECK(storage::move_batch(
        transaction, batch.id, BatchState::approved, BatchState::released, now));
    YX_CHECK(storage::announce_batch(transaction, batch.id, now));
    YX_CHECK(storage::begin_notice(transaction, batch.id, storage::BatchNotice::issued));
    storage::NewBatchStep step;
    step.batch = batch.id;
    step.kind = storage::BatchStep::released;
    step.at = now;
    YX_CHECK(storage::insert_batch_step(transaction, keys, step));
    domain::AuditEvent event;
    event.at = now;
    event.actor = "release_batches";
    event.kind = domain::EventKind::batch_released;
    event.object = "batch:" + batch.id.str();
    event.facts = {{"certificates", std::to_string(batch.issued_count)}};
    return storage::append_audit(transaction, event);
}

}  // namespace

Result<std::int64_t> release_due_batches(storage::Store& store,
                                         const storage::DataKeys& keys,
                                         Instant now) {
    YX_TRY(const auto due, store.read_now([now](storage::Reader& reader) {
        return storage::list_due_batches(reader, now, most_at_once);
    }));
    std::int64_t released = 0;
    for (const BatchRow& batch : due) {
        const auto done = store.write_now(
            [&](Transaction& transaction) { return release(transaction, keys, batch, now); });
        // Somebody stopped it, or chose another time, between the look and the write.
        if (!done && done.error().code() == ErrorCode::batch_state_wrong) continue;
        if (!done) return done.error();
        log::info("batch.released", {{"batch", batch.id.value}});
        ++released;
    }
    return released;
}

}  // namespace yinxin::jobs
