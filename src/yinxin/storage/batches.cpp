// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/batches.hpp"

#include "yinxin/storage/api_changes.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

bool was_seen(BatchState state) {
    return state == BatchState::released || state == BatchState::recalled ||
           state == BatchState::stopped;
}

Result<void> must_change(Result<std::int64_t> changed, BatchId id) {
    if (!changed) return std::move(changed).error();
    if (*changed == 0) return Error(ErrorCode::batch_state_wrong, "batch " + id.str());
    return ok();
}

}  // namespace

std::string batch_tag(const BatchRow& batch) {
    std::string tag(domain::key(batch.state));
    if (batch.release_at) tag += "@" + std::to_string(epoch_of(*batch.release_at));
    return tag;
}

Result<bool> is_qualification_used(Reader& reader, std::string_view qualification) {
    YX_TRY(const auto batch, reader.maybe<std::int64_t>(sql::batch::find_of_item, qualification));
    if (batch) return true;
    YX_TRY(const auto import, reader.maybe<std::int64_t>(sql::import::find_of_item, qualification));
    return import.has_value();
}

Result<bool> has_batches(Reader& reader) {
    YX_TRY(const auto batch, reader.maybe<std::int64_t>(sql::batch::find_any));
    return batch.has_value();
}

Result<void> insert_batch(Transaction& transaction, const BatchRow& batch) {
    const bool is_seen = was_seen(batch.state);
    const bool is_written = is_seen || batch.state == BatchState::approved;
    YX_CHECK(transaction.execute(
        sql::batch::insert,
        batch.id,
        batch.issuer_id,
        batch.qualification_id,
        batch.exam_year,
        batch.state,
        batch.certificate_count,
        batch.changed_at,
        batch.announced_at,
        batch.release_at,
        is_seen && !batch.released_at ? std::optional(batch.changed_at) : batch.released_at,
        is_written && !batch.written_at ? std::optional(batch.changed_at) : batch.written_at,
        is_written ? batch.certificate_count : std::int64_t{0}));
    return ok();
}

Result<std::optional<BatchRow>> find_batch(Reader& reader, BatchId id) {
    return reader.maybe<BatchRow>(sql::batch::find, id);
}

Result<std::vector<BatchRow>> list_announced_batches(Reader& reader) {
    return reader.all<BatchRow>(sql::batch::list_announced);
}

Result<std::vector<BatchRow>> list_batches(Reader& reader,
                                           const BatchFilter& filter,
                                           std::int64_t skip,
                                           std::int64_t most) {
    const std::string state(filter.state ? domain::key(*filter.state) : "");
    return reader.all<BatchRow>(sql::batch::list,
                                filter.issuer_id,
                                filter.qualification_id,
                                filter.exam_year,
                                state,
                                most,
                                skip);
}

Result<std::vector<int>> list_batch_years(Reader& reader, std::string_view issuer_id) {
    return reader.all<int>(sql::batch::list_years, issuer_id);
}

Result<BatchCounts> count_needy_batches(Reader& reader, std::string_view issuer_id) {
    return reader.one<BatchCounts>(sql::batch::count_needy, issuer_id);
}

Result<std::int64_t> count_released(Reader& reader,
                                    std::string_view issuer_id,
                                    std::string_view qualification_id,
                                    int exam_year) {
    return reader.one<std::int64_t>(
        sql::batch::count_released, issuer_id, qualification_id, exam_year);
}

Result<void> move_batch(
    Transaction& transaction, BatchId id, BatchState from, BatchState to, Instant at) {
    YX_TRY(const auto before, find_batch(transaction, id));
    YX_CHECK(must_change(transaction.execute(sql::batch::move, id, from, to, at), id));
    if (!before || !before->released_at || from == to) return ok();
    return tell_change(transaction,
                       {.kind = ChangeKind::batch,
                        .at = at,
                        .holder = {},
                        .line = {},
                        .copy = {},
                        .batch = id,
                        .state = std::string(domain::key(to)),
                        .former = std::string(domain::key(from))});
}

Result<void> begin_issuing(Transaction& transaction,
                           BatchId id,
                           std::optional<Instant> release_at,
                           CivilDay issue_day,
                           Instant now) {
    return must_change(
        transaction.execute(sql::batch::begin_issuing, id, release_at, format_day(issue_day), now),
        id);
}

Result<void> set_release_time(Transaction& transaction,
                              BatchId id,
                              std::optional<Instant> release_at,
                              Instant now) {
    return must_change(transaction.execute(sql::batch::set_release_time, id, release_at, now), id);
}

Result<void> announce_batch(Transaction& transaction, BatchId id, Instant now) {
    YX_CHECK(transaction.execute(sql::batch::announce, id, now));
    return ok();
}

Result<std::optional<BatchRow>> find_issuing_batch(Reader& reader) {
    return reader.maybe<BatchRow>(sql::batch::find_issuing);
}

Result<std::vector<BatchRow>> list_due_batches(Reader& reader, Instant now, int most) {
    return reader.all<BatchRow>(sql::batch::list_due, now, most);
}

Result<void> advance_issuing(Transaction& transaction, BatchId id, const IssuedPiece& piece) {
    return must_change(
        transaction.execute(
            sql::batch::advance, id, piece.from, piece.to, piece.issued, piece.leftovers),
        id);
}

Result<void> set_trouble(Transaction& transaction, BatchId id, std::string_view code) {
    YX_CHECK(transaction.execute(sql::batch::set_trouble, id, code));
    return ok();
}

Result<void> begin_notice(Transaction& transaction, BatchId id, BatchNotice notice) {
    return must_change(transaction.execute(sql::batch::begin_notice, id, notice), id);
}

Result<std::optional<BatchRow>> find_notifying_batch(Reader& reader) {
    return reader.maybe<BatchRow>(sql::batch::find_notifying);
}

Result<ToldPiece> list_accounts_to_tell(Reader& reader, const BatchRow& batch, int most) {
    ToldPiece piece;
    YX_TRY(const auto last,
           reader.one<std::optional<std::int64_t>>(
               sql::batch::last_holder_to_tell, batch.id, batch.notice_cursor, most));
    if (!last) return piece;
    piece.last = HolderId{*last};
    YX_TRY(piece.accounts,
           reader.all<ToldAccount>(
               sql::batch::list_accounts_to_tell, batch.id, batch.notice_cursor, *last));
    return piece;
}

Result<void> advance_notice(Transaction& transaction,
                            const BatchRow& batch,
                            std::optional<HolderId> to) {
    return must_change(transaction.execute(sql::batch::advance_notice,
                                           batch.id,
                                           batch.notice,
                                           batch.notice_cursor,
                                           to ? batch.notice : BatchNotice::none,
                                           to ? to->value : std::int64_t{0}),
                       batch.id);
}

}  // namespace yinxin::storage
