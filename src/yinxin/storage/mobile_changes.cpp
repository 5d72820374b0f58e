// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/mobile_changes.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/mobile_change/find_waiting.sql.
struct SealedChange {
    MobileChangeId id;
    AccountId account;
    Bytes mobile;
    MobileChangeProof proof = MobileChangeProof::password;
    Instant asked_at{};
    Instant effective_at{};
};

Result<MobileChange> open_change(const DataKeys& keys, const SealedChange& row) {
    MobileChange change{row.id, row.account, {}, row.proof, row.asked_at, row.effective_at};
    YX_TRY(change.mobile.e164,
           keys.columns.open_text(personal_columns::mobile_change(row.account), row.mobile));
    return change;
}

}  // namespace

Result<MobileChangeId> insert_mobile_change(Transaction& transaction,
                                            const DataKeys& keys,
                                            const MobileChange& change) {
    YX_TRY(const auto waiting, find_waiting_mobile_change(transaction, keys, change.account));
    if (waiting) {
        YX_CHECK(end_mobile_change(
            transaction, waiting->id, MobileChangeEnd::replaced, change.asked_at));
    }
    const auto id = make_id<MobileChangeId>();
    YX_CHECK(transaction.execute(
        sql::mobile_change::insert,
        id,
        change.account,
        keys.columns.seal(personal_columns::mobile_change(change.account), change.mobile.e164),
        change.proof,
        change.asked_at,
        change.effective_at));
    return id;
}

Result<std::optional<MobileChange>> find_waiting_mobile_change(Reader& reader,
                                                               const DataKeys& keys,
                                                               AccountId account) {
    YX_TRY(const auto row, reader.maybe<SealedChange>(sql::mobile_change::find_waiting, account));
    if (!row) return std::optional<MobileChange>();
    YX_TRY(MobileChange change, open_change(keys, *row));
    return std::optional(std::move(change));
}

Result<std::vector<MobileChange>> list_due_mobile_changes(Reader& reader,
                                                          const DataKeys& keys,
                                                          Instant now,
                                                          int most) {
    YX_TRY(const auto rows, reader.all<SealedChange>(sql::mobile_change::list_due, now, most));
    std::vector<MobileChange> changes;
    for (const SealedChange& row : rows) {
        YX_TRY(MobileChange change, open_change(keys, row));
        changes.push_back(std::move(change));
    }
    return changes;
}

Result<bool> end_mobile_change(Transaction& transaction,
                               MobileChangeId id,
                               MobileChangeEnd end,
                               Instant now) {
    YX_TRY(const std::int64_t changed, transaction.execute(sql::mobile_change::end, id, end, now));
    return changed > 0;
}

Result<void> delete_mobile_changes(Transaction& transaction, AccountId account) {
    YX_CHECK(transaction.execute(sql::mobile_change::delete_all, account));
    return ok();
}

}  // namespace yinxin::storage
