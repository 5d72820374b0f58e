// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/batches.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {

Result<void> insert_batch(Transaction& transaction, const BatchRow& batch) {
    YX_CHECK(transaction.execute(sql::batch::insert,
                                 batch.id,
                                 batch.issuer_id,
                                 batch.qualification_id,
                                 batch.exam_year,
                                 batch.state,
                                 batch.certificate_count,
                                 batch.changed_at,
                                 batch.announced_at));
    return ok();
}

Result<std::optional<BatchRow>> find_batch(Reader& reader, BatchId id) {
    return reader.maybe<BatchRow>(sql::batch::find, id);
}

Result<std::vector<BatchRow>> list_announced_batches(Reader& reader) {
    return reader.all<BatchRow>(sql::batch::list_announced);
}

Result<void> set_batch_state(Transaction& transaction, BatchId id, BatchState state, Instant at) {
    YX_TRY(const std::int64_t changed, transaction.execute(sql::batch::set_state, id, state, at));
    if (changed == 0) return Error(ErrorCode::not_found, "batch " + id.str());
    return ok();
}

}  // namespace yinxin::storage
