// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/human_check.hpp"
#include "yinxin/service/watched_doors.hpp"

#include <optional>

/// 人机校验 at the doors before login, only while one of them is under pressure (docs/abuse.md).
namespace yinxin::service {

/// Answers in words from one address: a robot has to work, a person without script is let through.
inline constexpr std::int64_t entry_questions_per_hour = 10;

/// What the form has to carry now; none: nothing, the door is quiet.
/// @param browser  of the cookie before login: the challenge is of no use to another.
[[nodiscard]] Task<std::optional<HumanChallenge>> entry_challenge(Services& services,
                                                                  domain::WatchedDoor door,
                                                                  std::string browser);

/// Lets a form in, before anything of it costs much; uses the challenge up. Whatever was sent is
/// fine at a quiet door.
/// @error query.human_check_failed  with param `field`; also where nothing was sent, because the
///                                  form is older than the pressure
/// @error too_many_requests         too many answers in words from this address, with retry_after
[[nodiscard]] Task<Result<void>> check_entry(Services& services,
                                             domain::WatchedDoor door,
                                             std::string browser,
                                             HumanAnswer answer,
                                             std::string address);

}  // namespace yinxin::service
