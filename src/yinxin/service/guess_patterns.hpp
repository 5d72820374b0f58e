// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/watched_doors.hpp"

/// Patterns of enumeration: counted within an hour, raised as an alarm once per hour and pattern.
namespace yinxin::service {

inline constexpr std::chrono::hours pattern_window{1};
/// Distinct targets from one address.
inline constexpr std::int64_t many_targets = 15;
/// Distinct addresses at one target.
inline constexpr std::int64_t many_addresses = 8;
/// Misses of one address in a row, where a target is not known or is one's own.
inline constexpr std::int64_t many_misses = 20;

/// The short form under which an address or a target stands in alarms and statistics.
[[nodiscard]] std::string short_form(const storage::DataKeys& keys,
                                     storage::DoorSubjectKind kind,
                                     std::string_view subject);

/// Keeps a sign of guessing, and raises an alarm where it completes a pattern.
/// @param times  how often it was seen since it was kept last
Result<void> keep_sign(storage::Transaction& transaction,
                       const storage::DataKeys& keys,
                       const DoorSign& sign,
                       std::int64_t times,
                       Instant now);

}  // namespace yinxin::service
