// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/batch_trail.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/batch_step/list.sql.
struct StepRow {
    BatchStep kind = BatchStep::approved;
    Instant at{};
    domain::StaffId staff;
    domain::ProposalId proposal;
    Bytes reason_sealed;
    std::optional<Instant> release_at;
};

/// Members stand in the order of sql/batch_leftover/list.sql.
struct LeftoverRow {
    std::int64_t row_no = 0;
    domain::LeftoverReason reason = domain::LeftoverReason::person_differs;
    Bytes result_sealed;
};

}  // namespace

Result<void> insert_batch_step(Transaction& transaction,
                               const DataKeys& keys,
                               const NewBatchStep& step) {
    YX_CHECK(transaction.execute(
        sql::batch_step::insert,
        step.batch,
        new_id(),
        step.kind,
        step.at,
        step.staff,
        step.proposal,
        keys.columns.seal(personal_columns::batch_step_reason(step.batch), step.reason),
        step.release_at));
    return ok();
}

Result<std::vector<NewBatchStep>> list_batch_steps(Reader& reader,
                                                   const DataKeys& keys,
                                                   BatchId batch) {
    YX_TRY(const auto rows, reader.all<StepRow>(sql::batch_step::list, batch));
    std::vector<NewBatchStep> steps;
    for (const StepRow& row : rows) {
        YX_TRY(
            std::string reason,
            keys.columns.open_text(personal_columns::batch_step_reason(batch), row.reason_sealed));
        steps.push_back(
            {batch, row.kind, row.at, row.staff, row.proposal, std::move(reason), row.release_at});
    }
    return steps;
}

Result<void> insert_leftover(Transaction& transaction,
                             const DataKeys& keys,
                             BatchId batch,
                             const Leftover& leftover) {
    YX_CHECK(
        transaction.send(sql::batch_leftover::insert,
                         batch,
                         leftover.row_no,
                         leftover.reason,
                         keys.columns.seal(personal_columns::batch_leftover(batch, leftover.row_no),
                                           domain::canonical_text(leftover.result))));
    return ok();
}

Result<std::vector<Leftover>> list_leftovers(Reader& reader,
                                             const DataKeys& keys,
                                             BatchId batch,
                                             std::int64_t after_row,
                                             std::int64_t most) {
    YX_TRY(const auto rows,
           reader.all<LeftoverRow>(sql::batch_leftover::list, batch, after_row, most));
    std::vector<Leftover> leftovers;
    for (const LeftoverRow& row : rows) {
        YX_TRY(const std::string text,
               keys.columns.open_text(personal_columns::batch_leftover(batch, row.row_no),
                                      row.result_sealed));
        YX_TRY(domain::ExamResult result, domain::parse_exam_result(text));
        leftovers.push_back({row.row_no, row.reason, std::move(result)});
    }
    return leftovers;
}

Result<std::int64_t> reserve_serials(Transaction& transaction,
                                     std::string_view issuer_id,
                                     std::string_view series,
                                     std::int64_t count) {
    YX_TRY(const std::int64_t next,
           transaction.one<std::int64_t>(sql::number_series::reserve, issuer_id, series, count));
    return next - count;
}

}  // namespace yinxin::storage
