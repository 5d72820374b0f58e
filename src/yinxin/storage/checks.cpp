// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/checks.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/storage/organisations.hpp"
#include "yinxin/storage/personal_columns.hpp"
#include "yinxin/storage/sql.hpp"

#include <algorithm>
#include <map>

namespace yinxin::storage {
namespace {

/// Members stand in the order of sql/check/list.sql, list_by_checker.sql, list_of_organisation.sql.
struct SealedCheck {
    HolderId holder;
    std::int64_t id = 0;
    Instant at;
    LineId line;
    std::optional<std::string> copy_no;
    Door door = Door::upload;
    CheckerKind kind = CheckerKind::account;
    std::string checker_id;
    Bytes name;
    Bytes purpose;
    std::string outcome;
    Instant visible_from;
    std::optional<std::int64_t> made_by;
};

/// Members stand in the order of sql/organisation/find_standing.sql.
struct Named {
    std::string name;
    domain::OrganisationStanding standing;
};

/// What is known of organisations named in checks, each looked up once.
class Standings {
  public:
    explicit Standings(Reader& reader) : reader_(reader) {}

    Result<domain::OrganisationStanding> of(const std::string& id, std::string_view name) {
        auto known = known_.find(id);
        if (known == known_.end()) {
            const std::int64_t number = parse_integer(id).value_or(0);
            YX_TRY(auto found, reader_.maybe<Named>(sql::organisation::find_standing, number));
            known = known_.emplace(id, std::move(found)).first;
        }
        using enum domain::OrganisationStanding;
        if (!known->second) return stated;
        // Renamed before it was confirmed: nobody has looked at the name that stands here.
        const bool is_another = known->second->name != name;
        return known->second->standing == confirmed && is_another ? stated
                                                                  : known->second->standing;
    }

  private:
    Reader& reader_;
    std::map<std::string, std::optional<Named>> known_;
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
                    std::move(sealed.checker_id),
                    std::move(name),
                    std::move(purpose),
                    std::move(sealed.outcome),
                    sealed.holder,
                    sealed.visible_from,
                    sealed.made_by,
                    std::nullopt};
}

Result<std::vector<CheckRow>> open_checks(Reader& reader,
                                          const DataKeys& keys,
                                          std::vector<SealedCheck> sealed) {
    Standings standings(reader);
    std::vector<CheckRow> rows;
    rows.reserve(sealed.size());
    for (SealedCheck& one : sealed) {
        YX_TRY(CheckRow row, open_check(keys, std::move(one)));
        if (row.checker_kind == CheckerKind::organisation) {
            YX_TRY(row.standing, standings.of(row.checker_id, row.checker_name));
        }
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
                                 check.outcome,
                                 checker.made_by));
    return ok();
}

Result<std::vector<CheckRow>> list_checks(
    Reader& reader, const DataKeys& keys, HolderId holder, Instant now, int limit) {
    YX_TRY(std::vector<SealedCheck> sealed,
           reader.all<SealedCheck>(sql::check::list, holder, now, limit));
    return open_checks(reader, keys, std::move(sealed));
}

Result<std::vector<CheckRow>> list_checks_by(Reader& reader,
                                             const DataKeys& keys,
                                             CheckerKind kind,
                                             std::string_view checker_id,
                                             int limit) {
    YX_TRY(std::vector<SealedCheck> sealed,
           reader.all<SealedCheck>(sql::check::list_by_checker, kind, checker_id, limit));
    return open_checks(reader, keys, std::move(sealed));
}

Result<std::vector<CheckRow>> list_checks_of_organisation(Reader& reader,
                                                          const DataKeys& keys,
                                                          domain::OrganisationId organisation,
                                                          const CheckFilter& filter,
                                                          int limit) {
    const Instant end_of_time = start_of(make_day(9999, 12, 31));
    const Instant from = filter.day ? start_of(*filter.day) : instant_of(0);
    const Instant until = filter.day ? start_of(*filter.day + Days(1)) : end_of_time;
    const CheckPlace before = filter.before.value_or(CheckPlace{end_of_time, 0});
    const std::string id = organisation.str();
    YX_TRY(std::vector<SealedCheck> sealed,
           reader.all<SealedCheck>(sql::check::list_of_organisation,
                                   id,
                                   filter.made_by,
                                   filter.door ? domain::key(*filter.door) : std::string_view(),
                                   from,
                                   until,
                                   before.at,
                                   before.id,
                                   limit));
    return open_checks(reader, keys, std::move(sealed));
}

Result<bool> has_looked_since(Reader& reader,
                              const DataKeys& keys,
                              const NewCheck& look,
                              Instant since) {
    YX_TRY(const std::vector<Bytes> purposes,
           reader.all<Bytes>(sql::check::list_recent,
                             look.checker.kind,
                             look.checker.id,
                             look.checker.made_by.value_or(0),
                             look.holder,
                             look.copy_no,
                             since));
    for (const Bytes& sealed : purposes) {
        YX_TRY(const std::string purpose,
               keys.columns.open_text(personal_columns::check_purpose(look.holder), sealed));
        if (purpose == look.checker.purpose) return true;
    }
    return false;
}

}  // namespace yinxin::storage
