// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/bulk_work.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

namespace columns = personal_columns;

/// Members stand in the order of sql/bulk/claim.sql.
struct ClaimedRow {
    BulkId id;
    BulkOwnerKind owner_kind = BulkOwnerKind::account;
    std::int64_t owner_id = 0;
    BulkState state = BulkState::running;
    std::int64_t fence = 0;
    std::int64_t attempts = 0;
};

/// In the order of sql/bulk/list_items.sql.
struct SealedItem {
    std::int64_t no = 0;
    std::optional<std::int64_t> file;
    std::optional<Bytes> row;
};

std::string place(std::int64_t number) {
    return std::to_string(number);
}

Result<void> held(Result<std::int64_t> changed, const ClaimedBulk& claimed) {
    if (!changed) return std::move(changed).error();
    if (*changed != 1) return Error(ErrorCode::lease_lost, "bulk check " + claimed.id.str());
    return ok();
}

}  // namespace

Result<bool> has_bulk_work(Reader& reader, Instant now) {
    YX_TRY(const auto found, reader.maybe<std::int64_t>(sql::bulk::has_work, now));
    return found.has_value();
}

Result<std::optional<ClaimedBulk>> claim_bulk_check(Transaction& transaction,
                                                    Instant now,
                                                    std::chrono::seconds lease) {
    YX_TRY(const auto row, transaction.maybe<ClaimedRow>(sql::bulk::claim, now, now + lease));
    if (!row) return std::optional<ClaimedBulk>();
    return std::optional(ClaimedBulk{
        row->id, {row->owner_kind, row->owner_id}, row->state, row->fence, row->attempts});
}

Result<std::vector<BulkItem>> list_bulk_items(Reader& reader,
                                              const DataKeys& keys,
                                              BulkId check,
                                              int most) {
    YX_TRY(const auto sealed, reader.all<SealedItem>(sql::bulk::list_items, check, most));
    std::vector<BulkItem> items;
    for (const SealedItem& one : sealed) {
        BulkItem item{one.no, one.file, {}};
        if (one.row) {
            YX_TRY(
                item.row,
                keys.columns.open_text(columns::bulk_part(check, "row", place(one.no)), *one.row));
        }
        items.push_back(std::move(item));
    }
    return items;
}

Result<void> answer_bulk_item(Transaction& transaction,
                              const DataKeys& keys,
                              BulkId check,
                              const BulkItem& item,
                              const std::vector<NewBulkAnswer>& answers) {
    YX_TRY(const std::int64_t dropped, transaction.execute(sql::bulk::drop_item, check, item.no));
    if (dropped != 1) return Error(ErrorCode::storage_conflict, "item of bulk check");
    for (const NewBulkAnswer& answer : answers) {
        const std::string at = place(answer.item) + "." + place(answer.part);
        const Bytes sealed =
            keys.columns.seal(columns::bulk_part(check, "answer", at), answer.answer);
        YX_CHECK(transaction.execute(sql::bulk::insert_answer,
                                     check,
                                     answer.item,
                                     answer.part,
                                     domain::rank_of(answer.verdict),
                                     answer.verdict,
                                     sealed));
    }
    if (item.file) YX_CHECK(transaction.execute(sql::bulk::drop_file, check, *item.file));
    return ok();
}

Result<void> hold_bulk_check(Transaction& transaction, const ClaimedBulk& claimed) {
    return held(transaction.execute(sql::bulk::hold, claimed.id, claimed.fence), claimed);
}

Result<bool> advance_bulk_check(Transaction& transaction,
                                const ClaimedBulk& claimed,
                                std::int64_t done,
                                Instant now) {
    YX_CHECK(
        held(transaction.execute(sql::bulk::advance, claimed.id, claimed.fence, done), claimed));
    YX_TRY(const std::int64_t left,
           transaction.one<std::int64_t>(sql::bulk::count_items, claimed.id));
    if (left > 0) return false;
    YX_CHECK(held(transaction.execute(sql::bulk::close, claimed.id, now, false), claimed));
    return true;
}

Result<void> put_off_bulk_check(Transaction& transaction,
                                const ClaimedBulk& claimed,
                                Instant not_before) {
    return held(transaction.execute(sql::bulk::put_off, claimed.id, claimed.fence, not_before),
                claimed);
}

Result<void> finish_bulk_check(Transaction& transaction,
                               const ClaimedBulk& claimed,
                               Instant kept_until) {
    return held(transaction.execute(sql::bulk::finish, claimed.id, claimed.fence, kept_until),
                claimed);
}

}  // namespace yinxin::storage
