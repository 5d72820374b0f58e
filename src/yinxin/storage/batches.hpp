// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/storage/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yinxin::storage {

/// How far a batch of results is. Only `released` shows its certificates to their holders.
enum class BatchState {
    scoring,   ///< results are not final
    checking,  ///< data are being checked
    approved,  ///< approved by a second person; certificates are being made
    released,  ///< certificates are visible
    recalled,  ///< taken back as a whole; not the same as revoked
};

/// The certificates of one examination that were approved together (批次). Members stand in the
/// order of sql/batch/*.sql.
struct BatchRow {
    BatchId id;
    std::string issuer_id;
    std::string qualification_id;
    int exam_year = 0;
    BatchState state = BatchState::checking;
    std::int64_t certificate_count = 0;
    Instant changed_at{};
    /// Since when the progress page may name it; none: nobody outside the office knows of it.
    std::optional<Instant> announced_at;
};

/// @error storage.conflict  the batch is there already.
Result<void> insert_batch(Transaction& transaction, const BatchRow& batch);
Result<std::optional<BatchRow>> find_batch(Reader& reader, BatchId id);
/// What the progress page lists: announced batches, the latest change first.
Result<std::vector<BatchRow>> list_announced_batches(Reader& reader);
/// One write shows or hides every certificate of the batch. @error not_found
Result<void> set_batch_state(Transaction& transaction, BatchId id, BatchState state, Instant at);

}  // namespace yinxin::storage

namespace yinxin::domain {

template <>
struct KeyTable<storage::BatchState> {
    static constexpr std::array<Keyed<storage::BatchState>, 5> rows{{
        {storage::BatchState::scoring, "scoring"},
        {storage::BatchState::checking, "checking"},
        {storage::BatchState::approved, "approved"},
        {storage::BatchState::released, "released"},
        {storage::BatchState::recalled, "recalled"},
    }};
};

}  // namespace yinxin::domain
