// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/time.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>

namespace yinxin {
namespace {

struct Parts {
    int year;
    unsigned month;
    unsigned day;
};

Parts parts_of(CivilDay day) {
    const std::chrono::year_month_day ymd(day);
    return {static_cast<int>(ymd.year()),
            static_cast<unsigned>(ymd.month()),
            static_cast<unsigned>(ymd.day())};
}

std::string format_instant(Instant at, std::chrono::seconds offset, std::string_view zone) {
    const auto shifted = at + offset;
    const auto day = std::chrono::floor<std::chrono::days>(shifted);
    const std::chrono::hh_mm_ss time(shifted - day);
    const Parts parts = parts_of(CivilDay(day.time_since_epoch()));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
                       parts.year,
                       parts.month,
                       parts.day,
                       time.hours().count(),
                       time.minutes().count(),
                       time.seconds().count(),
                       zone);
}

}  // namespace

CivilDay civil_day(Instant at) noexcept {
    return CivilDay(std::chrono::floor<std::chrono::days>(at + civil_offset).time_since_epoch());
}

Instant start_of(CivilDay day) noexcept {
    return Instant(day.time_since_epoch()) - civil_offset;
}

CivilDay make_day(int year, unsigned month, unsigned day) noexcept {
    return CivilDay(std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day));
}

std::string format_day(CivilDay day) {
    const Parts parts = parts_of(day);
    return fmt::format("{:04}-{:02}-{:02}", parts.year, parts.month, parts.day);
}

std::string format_day_zh(CivilDay day) {
    const Parts parts = parts_of(day);
    return fmt::format("{}年{}月{}日", parts.year, parts.month, parts.day);
}

std::string format_day_en(CivilDay day) {
    static constexpr std::array<std::string_view, 12> months{"January",
                                                             "February",
                                                             "March",
                                                             "April",
                                                             "May",
                                                             "June",
                                                             "July",
                                                             "August",
                                                             "September",
                                                             "October",
                                                             "November",
                                                             "December"};
    const Parts parts = parts_of(day);
    return fmt::format("{} {} {}", parts.day, months.at(parts.month - 1), parts.year);
}

std::string format_civil(Instant at) {
    return format_instant(at, civil_offset, "+08:00");
}

std::string format_utc(Instant at) {
    return format_instant(at, std::chrono::seconds(0), "Z");
}

Result<CivilDay> parse_day(std::string_view text) {
    const auto number = [&](std::size_t from, std::size_t count) -> int {
        int value = -1;
        const char* first = text.data() + from;
        const auto [end, error] = std::from_chars(first, first + count, value);
        return error == std::errc() && end == first + count ? value : -1;
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') {
        return Error(ErrorCode::malformed, "a day is written YYYY-MM-DD");
    }
    const int year = number(0, 4);
    const int month = number(5, 2);
    const int day = number(8, 2);
    if (year < 0 || month < 1 || day < 1) return Error(ErrorCode::malformed, "not a day");
    const std::chrono::year_month_day ymd{std::chrono::year(year),
                                          std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(day))};
    if (!ymd.ok()) return Error(ErrorCode::malformed, "not a day of the calendar");
    return CivilDay(ymd);
}

Result<Instant> parse_instant(std::string_view text) {
    const Error malformed(ErrorCode::malformed, "a time is written YYYY-MM-DDThh:mm:ss+08:00 or Z");
    constexpr std::size_t time_at = 10;
    constexpr std::size_t zone_at = 19;
    if (text.size() <= zone_at || text[time_at] != 'T') return malformed;
    const std::string_view zone = text.substr(zone_at);
    if (zone != "Z" && zone != "+08:00") return malformed;
    YX_TRY(const CivilDay day, parse_day(text.substr(0, time_at)));
    int parts[3] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        const char* first = text.data() + time_at + 1 + 3 * i;
        const auto [end, error] = std::from_chars(first, first + 2, parts[i]);
        const bool is_joined = i == 2 || first[2] == ':';
        if (error != std::errc() || end != first + 2 || !is_joined) return malformed;
    }
    if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return malformed;
    // A civil day starts eight hours before the UTC day of the same date.
    const std::chrono::seconds offset = zone == "Z" ? civil_offset : std::chrono::hours(0);
    return start_of(day) + offset + std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) +
           std::chrono::seconds(parts[2]);
}

Instant SystemClock::now() const {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

}  // namespace yinxin
