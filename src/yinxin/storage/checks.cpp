// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/checks.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/check/list.sql.
struct SealedCheck {
    std::int64_t id = 0;
    Instant at;
    LineId line;
    std::optional<std::string> copy_no;
    Door door = Door::upload;
    CheckerKind kind = CheckerKind::account;
    Bytes name;
    Bytes purpose;
    std::string outcome;
};

Result<CheckRow> open_check(const DataKeys& keys, HolderId holder, SealedCheck sealed) {
    YX_TRY(std::string name,
           keys.columns.open_text(personal_columns::check_name(holder), sealed.name));
    YX_TRY(std::string purpose,
           keys.columns.open_text(personal_columns::check_purpose(holder), sealed.purpose));
    return CheckRow{sealed.id,
                    sealed.at,
                    sealed.line,
                    std::move(sealed.copy_no),
                    sealed.door,
                    sealed.kind,
                    std::move(name),
                    std::move(purpose),
                    std::move(sealed.outcome)};
}

}  // namespace

Result<void> insert_check(Transaction& transaction, const DataKeys& keys, const NewCheck& check) {
    const Checker& checker = check.checker;
    if (checker.kind == CheckerKind::anonymous) {
        return Error(ErrorCode::invalid_input, "an anonymous look is counted, not kept");
    }
    const Instant visible_from = std::max(check.at, checker.visible_from.value_or(check.at));
    const Bytes name = keys.columns.seal(personal_columns::check_name(check.holder), checker.name);
    const Bytes purpose =
        keys.columns.seal(personal_columns::check_purpose(check.holder), checker.purpose);
    YX_CHECK(transaction.execute(sql::check::insert,
                                 check.holder,
                                 new_id(),
                                 check.at,
                                 visible_from,
                                 check.line,
                                 check.copy_no,
                                 check.door,
                                 checker.kind,
                                 checker.id,
                                 name,
                                 purpose,
                                 check.outcome));
    return ok();
}

Result<std::vector<CheckRow>> list_checks(
    Reader& reader, const DataKeys& keys, HolderId holder, Instant now, int limit) {
    YX_TRY(std::vector<SealedCheck> sealed,
           reader.all<SealedCheck>(sql::check::list, holder, now, limit));
    std::vector<CheckRow> rows;
    rows.reserve(sealed.size());
    for (SealedCheck& one : sealed) {
        YX_TRY(CheckRow row, open_check(keys, holder, std::move(one)));
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace yinxin::storage
