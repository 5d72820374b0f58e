// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/statistics.hpp"

#include "yinxin/storage/sql.hpp"

namespace yinxin::storage {
namespace {

const Statement& statement_for(CountBy by) {
    switch (by) {
        case CountBy::day:
            return sql::statistics::by_day;
        case CountBy::item:
            return sql::statistics::by_item;
        case CountBy::province:
            return sql::statistics::by_province;
        case CountBy::detail:
            return sql::statistics::by_detail;
    }
    return sql::statistics::by_day;
}

}  // namespace

Result<void> count_event(Transaction& transaction,
                         domain::Measure measure,
                         const domain::CountKey& key,
                         CivilDay day,
                         std::int64_t n) {
    const std::string day_text = format_day(day);
    YX_CHECK(transaction.send(sql::statistics::count,
                              new_id(),
                              day_text,
                              measure,
                              key.issuer_id,
                              key.item_id,
                              key.province,
                              key.detail,
                              n));
    return ok();
}

Result<std::int64_t> add_up_counts(Transaction& transaction, int most) {
    YX_TRY(const auto last, transaction.maybe<std::int64_t>(sql::statistics::last_entry, most));
    if (!last) return std::int64_t{0};
    YX_CHECK(transaction.execute(sql::statistics::add_up, *last));
    YX_CHECK(transaction.execute(sql::statistics::forget_entries, *last));
    return std::int64_t{1};
}

Result<std::vector<CountLine>> read_counts(Reader& reader,
                                           const CountQuestion& question,
                                           CountBy by) {
    const std::string from = format_day(question.from);
    const std::string until = format_day(question.until);
    return reader.all<CountLine>(statement_for(by),
                                 question.measure,
                                 from,
                                 until,
                                 question.issuer_id,
                                 question.item_id,
                                 question.province);
}

}  // namespace yinxin::storage
