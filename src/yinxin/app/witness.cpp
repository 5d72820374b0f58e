// SPDX-License-Identifier: Apache-2.0
#include "yinxin/app/witness.hpp"

#include "yinxin/storage/witness.hpp"

namespace yinxin::app {

Result<void> check_witness(const std::filesystem::path& witness, storage::Store& store) {
    if (witness.empty()) return ok();
    const auto lines = storage::read_witness(witness);
    if (!lines) {
        return lines.error().code() == ErrorCode::file_missing ? ok() : Result<void>(lines.error());
    }
    return store.read_now(
        [&](storage::Reader& reader) { return storage::refuse_rollback(reader, *lines); });
}

std::unique_ptr<jobs::RoundWorker> keep_witness(const std::filesystem::path& witness,
                                                storage::Store& store,
                                                const Clock& clock) {
    if (witness.empty()) return nullptr;
    auto written = std::make_shared<std::int64_t>(-1);
    auto round = [witness, &store, &clock, written]() -> Result<std::int64_t> {
        YX_TRY(const storage::AuditHead head, store.read_now(storage::audit_head));
        if (head.seq == *written) return std::int64_t{0};
        YX_CHECK(storage::write_witness(witness, head, clock.now()));
        *written = head.seq;
        return std::int64_t{0};
    };
    return std::make_unique<jobs::RoundWorker>(
        "witness", std::move(round), std::chrono::seconds(1));
}

}  // namespace yinxin::app
