// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/domain/day_number.hpp"
#include "yinxin/domain/keyed.hpp"

#include <cstddef>

/// 批量核验: many people and files checked at once, for one purpose.
namespace yinxin::domain {

using BulkId = Id<struct BulkTag>;

/// Rows and files together.
inline constexpr std::size_t most_bulk_items = 5000;
/// Files of one archive; a file takes much longer than a row.
inline constexpr std::size_t most_bulk_files = 1000;
/// Columns of a table that are looked at.
inline constexpr std::size_t most_bulk_columns = 40;

/// How far a bulk check has come.
enum class BulkState {
    receiving,  ///< its files are being put aside; nobody sees it yet
    draft,      ///< handed in; nothing is looked up before the code
    running,
    closing,   ///< all answers are there; result and summary are being made
    finished,  ///< nothing changes any more
};

/// Whether a state may follow another. A cancelled check is closed with the answers it has.
[[nodiscard]] constexpr bool may_become(BulkState from, BulkState to) noexcept {
    return static_cast<int>(to) == static_cast<int>(from) + 1;
}

/// 批量核验汇总编号: "PL20261124-000001234561" with the civil day on which the check ended.
/// @param number  reduced modulo day_number_range; uniqueness is the database's.
[[nodiscard]] inline std::string make_bulk_number(CivilDay day, std::uint64_t number) {
    return make_day_number("PL", day, number);
}

template <>
struct KeyTable<BulkState> {
    static constexpr std::array<Keyed<BulkState>, 5> rows{{
        {BulkState::receiving, "receiving"},
        {BulkState::draft, "draft"},
        {BulkState::running, "running"},
        {BulkState::closing, "closing"},
        {BulkState::finished, "finished"},
    }};
};

}  // namespace yinxin::domain
