// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/checks.hpp"

#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/check/list.sql and list_by_checker.sql.
struct SealedCheck {
    HolderId holder;
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

Result<CheckRow> open_check(const DataKeys& keys, SealedCheck sealed) {
    YX_TRY(std::string name,
           keys.columns.open_text(personal_columns::check_name(sealed.holder), sealed.name));
    YX_TRY(std::string purpose,
           keys.columns.open_text(personal_columns::check_purpose(sealed.holder), sealed.purpose));
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

Result<std::vector<CheckRow>> open_checks(const DataKeys& keys, std::vector<SealedCheck> sealed) {
    std::vector<CheckRow> rows;
    rows.reserve(sealed.size());
    for (SealedCheck& one : sealed) {
        YX_TRY(CheckRow row, open_check(keys, std::move(one)));
        rows.push_back(std::move(row));
    }
    return rows;
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
    return open_checks(keys, std::move(sealed));
}

Result<std::vector<CheckRow>> list_checks_by(Reader& reader,
                                             const DataKeys& keys,
                                             CheckerKind kind,
                                             std::string_view checker_id,
                                             int limit) {
    YX_TRY(std::vector<SealedCheck> sealed,
           reader.all<SealedCheck>(sql::check::list_by_checker, kind, checker_id, limit));
    return open_checks(keys, std::move(sealed));
}

}  // namespace yinxin::storage
