// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/witness.hpp"

#include "yinxin/storage/audit_log.hpp"
#include "yinxin/storage/witness.hpp"

namespace yinxin::app {
namespace {

constexpr std::int64_t events_at_once = 5'000;

/// The head of the audit when every event there was has its place.
Result<storage::AuditHead> numbered_head(storage::Store& store) {
    for (;;) {
        YX_TRY(const std::int64_t numbered, store.write_now([](storage::Transaction& transaction) {
            return storage::number_audit_events(transaction, events_at_once);
        }));
        if (numbered < events_at_once) break;
    }
    return store.read_now(storage::audit_head);
}

}  // namespace

Result<void> check_witness(const std::filesystem::path& witness, storage::Store& store) {
    if (witness.empty()) return ok();
    const auto lines = storage::read_witness(witness);
    if (!lines) {
        return lines.error().code() == ErrorCode::file_missing ? ok() : Result<void>(lines.error());
    }
    return store.read_now(
        [&](storage::Reader& reader) { return storage::refuse_rollback(reader, *lines); });
}

Result<void> bear_witness(const std::filesystem::path& witness,
                          storage::Store& store,
                          Instant now) {
    YX_TRY(const storage::AuditHead head, numbered_head(store));
    return storage::write_witness(witness, head, now);
}

std::unique_ptr<jobs::RoundWorker> keep_witness(const std::filesystem::path& witness,
                                                storage::Store& store,
                                                const Clock& clock) {
    if (witness.empty()) return nullptr;
    auto written = std::make_shared<std::int64_t>(-1);
    auto round = [witness, &store, &clock, written]() -> Result<std::int64_t> {
        YX_TRY(const storage::AuditHead head, numbered_head(store));
        if (head.seq == *written) return std::int64_t{0};
        YX_CHECK(storage::write_witness(witness, head, clock.now()));
        *written = head.seq;
        return std::int64_t{0};
    };
    return std::make_unique<jobs::RoundWorker>(
        "witness", std::move(round), std::chrono::seconds(1));
}

}  // namespace yinxin::app
