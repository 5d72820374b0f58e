// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/day_number.hpp"

namespace yinxin::domain {

/// 核验回执编号: "HZ20261124-000001234561" with the civil day on which the receipt was made.
/// @param number  reduced modulo day_number_range; uniqueness is the database's.
[[nodiscard]] inline std::string make_receipt_number(CivilDay day, std::uint64_t number) {
    return make_day_number("HZ", day, number);
}

/// 查询回执编号, of the answer to a query: "CX20261124-000001234561", likewise.
[[nodiscard]] inline std::string make_query_receipt_number(CivilDay day, std::uint64_t number) {
    return make_day_number("CX", day, number);
}

}  // namespace yinxin::domain
