// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/keyed.hpp"

#include <chrono>
#include <cstdint>

/// 防滥用: the doors somebody could guess at, or where asking costs us much (docs/abuse.md).
namespace yinxin::domain {

enum class WatchedDoor {
    login,         ///< user name and password
    login_code,    ///< asking for a code to log in: a message each
    code,          ///< typing a one-time code before login
    registration,  ///< 用户注册: a hash and a message each
    recover,       ///< 找回账号
    bind,          ///< 绑定证书
    match,         ///< name and last four characters at a copy's page
    copy_code,     ///< typing a 核验码
    use_code,      ///< typing a 用证码
    staff_login,   ///< the office
    api_key,       ///< keys of programs
};

template <>
struct KeyTable<WatchedDoor> {
    static constexpr std::array<Keyed<WatchedDoor>, 11> rows{{
        {WatchedDoor::login, "login"},
        {WatchedDoor::login_code, "login_code"},
        {WatchedDoor::code, "code"},
        {WatchedDoor::registration, "register"},
        {WatchedDoor::recover, "recover"},
        {WatchedDoor::bind, "bind"},
        {WatchedDoor::match, "match"},
        {WatchedDoor::copy_code, "copy_code"},
        {WatchedDoor::use_code, "use_code"},
        {WatchedDoor::staff_login, "staff_login"},
        {WatchedDoor::api_key, "api_key"},
    }};
};
inline constexpr std::size_t watched_doors = 11;

/// What happened at one door within some time.
struct DoorCounts {
    std::int64_t tries = 0;     ///< all of them
    std::int64_t misses = 0;    ///< wrong password, unknown code, no match
    std::int64_t refusals = 0;  ///< not looked at: a limit was reached
    std::int64_t asked = 0;     ///< sent back for the human check
    std::int64_t met = 0;       ///< human checks passed

    DoorCounts& operator+=(const DoorCounts& other) noexcept;
    [[nodiscard]] bool is_empty() const noexcept;
};

/// What of it makes pressure: where a try costs us much, every try; else those that missed or were
/// refused, so that a busy day with right passwords asks nobody for anything.
[[nodiscard]] std::int64_t pressing(WatchedDoor door, const DoorCounts& counts) noexcept;

/// Pressure is judged by the last minutes.
inline constexpr std::chrono::minutes pressure_span{5};
/// A door is eased by one step for each of these that has passed since the last one.
inline constexpr std::chrono::seconds pressure_rest{60};
/// Of a door: 0 is none.
inline constexpr unsigned most_pressure = 4;

/// Up at once: level n from `threshold` doubled n - 1 times. Down a step for every pressure_rest,
/// while the count is below half of what leads to the level that is left.
/// @param threshold  0: never any pressure
[[nodiscard]] unsigned next_pressure(unsigned level,
                                     std::int64_t pressed,
                                     std::int64_t threshold,
                                     std::chrono::seconds lasted) noexcept;

/// Leading zero bits of the browser's work: doubled with every level.
[[nodiscard]] unsigned work_bits(unsigned level) noexcept;

}  // namespace yinxin::domain
