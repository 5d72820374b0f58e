// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/staff.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/statistics.hpp"

#include <vector>

/// 统计: numbers per day, item and province, never a person.
namespace yinxin::service {

/// The longest span a page or a file shows.
inline constexpr Days longest_statistics{731};
/// Smaller counts of a province are not given: with the item they might point at somebody.
inline constexpr std::int64_t smallest_province_count = 5;

struct Statistics {
    storage::CountQuestion question;
    std::vector<storage::CountLine> days;       ///< every day of the span, zeros too
    std::vector<storage::CountLine> items;      ///< by qualification, the largest first
    std::vector<storage::CountLine> provinces;  ///< n = -1: fewer than smallest_province_count
    std::vector<storage::CountLine> details;
    std::int64_t total = 0;
};
/// Of one's own authority, unless one sees all. A span that is wrong or too long is cut to the last
/// days of it. @error forbidden
[[nodiscard]] Task<Result<Statistics>> read_statistics(Services& services,
                                                       domain::StaffActor actor,
                                                       storage::CountQuestion question);
/// That somebody took numbers away with him.
[[nodiscard]] Task<Result<void>> record_export(Services& services,
                                               domain::StaffActor actor,
                                               storage::CountQuestion question);

}  // namespace yinxin::service
