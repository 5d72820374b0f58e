// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace yinxin {

/// A point in time, UTC, whole seconds: the resolution of everything that is stored or sealed.
using Instant = std::chrono::sys_seconds;
/// A civil day as people in China name it (UTC+8, no daylight saving).
using CivilDay = std::chrono::local_days;
using Days = std::chrono::days;

/// Civil time in this system is UTC+8 everywhere (GB/T 7408; no daylight saving since 1991).
inline constexpr std::chrono::hours civil_offset{8};

/// The civil day an instant falls on.
[[nodiscard]] CivilDay civil_day(Instant at) noexcept;
/// 00:00 of a civil day; the half-open end of the day before.
[[nodiscard]] Instant start_of(CivilDay day) noexcept;
[[nodiscard]] CivilDay make_day(int year, unsigned month, unsigned day) noexcept;

[[nodiscard]] inline Instant instant_of(std::int64_t epoch_seconds) noexcept {
    return Instant(std::chrono::seconds(epoch_seconds));
}
[[nodiscard]] inline std::int64_t epoch_of(Instant at) noexcept {
    return at.time_since_epoch().count();
}

/// "2026-11-23"
[[nodiscard]] std::string format_day(CivilDay day);
/// "2026年11月23日"
[[nodiscard]] std::string format_day_zh(CivilDay day);
/// "23 November 2026"
[[nodiscard]] std::string format_day_en(CivilDay day);
/// "2026-11-23T18:00:00+08:00"
[[nodiscard]] std::string format_civil(Instant at);
/// What format_civil or format_utc writes. @error malformed
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);
/// "2026-11-23T10:00:00Z"
[[nodiscard]] std::string format_utc(Instant at);
/// @error malformed  not YYYY-MM-DD or not a day of the calendar.
[[nodiscard]] Result<CivilDay> parse_day(std::string_view text);

/// Where "now" comes from. Rules take `now` as a parameter; only doors and workers own a Clock.
class Clock {
  public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Instant now() const = 0;
};

/// The wall clock.
class SystemClock final : public Clock {
  public:
    [[nodiscard]] Instant now() const override;
};

}  // namespace yinxin
