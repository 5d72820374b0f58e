// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/measure.hpp"
#include "yinxin/storage/store.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Counts per day without persons. Counting adds a row; add_up_counts makes sums of them.
namespace yinxin::storage {

Result<void> count_event(Transaction& transaction,
                         domain::Measure measure,
                         const domain::CountKey& key,
                         CivilDay day,
                         std::int64_t n = 1);
/// Adds waiting counts to their days. Only one caller at a time: the job. @return 1 if it found
/// some.
Result<std::int64_t> add_up_counts(Transaction& transaction, int most);

/// What is asked of the sums: both days inclusive; empty texts mean all.
struct CountQuestion {
    domain::Measure measure = domain::Measure::endorsements;
    CivilDay from{};
    CivilDay until{};
    std::string issuer_id;
    std::string item_id;
    std::string province;
};
struct CountLine {
    std::string key;  ///< a day, item id, province or detail
    std::int64_t n = 0;
};
enum class CountBy { day, item, province, detail };
/// Days in order (only those with a count); the others the largest first.
Result<std::vector<CountLine>> read_counts(Reader& reader,
                                           const CountQuestion& question,
                                           CountBy by);

}  // namespace yinxin::storage
