// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/services.hpp"
#include "yinxin/storage/alarms.hpp"

#include <string>
#include <vector>

/// 告警: raised where something happens, ended by a person who says what was done.
namespace yinxin::service {

inline constexpr int most_alarms_shown = 100;

/// Those that are this person's business, the newest first.
Result<std::vector<storage::AlarmRow>> alarms_for(storage::Reader& reader,
                                                  const domain::StaffActor& actor);
[[nodiscard]] Task<Result<std::vector<storage::AlarmRow>>> list_alarms(Services& services,
                                                                       domain::StaffActor actor);
/// @param note  what was done; a reason as proposals have it.
/// @error office.reason_missing, conflict (over already), not_found (not this person's business)
[[nodiscard]] Task<Result<void>> end_alarm(Services& services,
                                           domain::StaffActor actor,
                                           domain::AlarmId id,
                                           std::string note);

}  // namespace yinxin::service
