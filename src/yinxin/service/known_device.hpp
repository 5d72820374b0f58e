// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/sessions.hpp"
#include "yinxin/storage/data_keys.hpp"

#include <chrono>
#include <optional>
#include <string>

/// 常用设备: a mark that a login leaves in the browser. It opens nothing; failures from a browser
/// that carries it are counted apart, so that a stranger who fails on somebody's name or asks for
/// codes to his mobile does not keep him out (docs/abuse.md).
namespace yinxin::service {

inline constexpr std::chrono::hours device_known_for{180 * 24};
/// Failures from a known browser, after which it is like any other until the next login.
inline constexpr std::int64_t device_failures = 10;
/// Codes a known browser may ask for in a day when the mobile has had enough.
inline constexpr std::int64_t device_codes_per_day = 3;

/// For the cookie: when, a random name, and our MAC over both and the account, which is not in it.
[[nodiscard]] std::string new_device_mark(const storage::DataKeys& keys,
                                          AccountId account,
                                          Instant now);
/// The browser's name to this account; none: the mark is another account's, too old, or not ours.
[[nodiscard]] std::optional<std::string> known_device(const storage::DataKeys& keys,
                                                      AccountId account,
                                                      const std::string& mark,
                                                      Instant now);

}  // namespace yinxin::service
