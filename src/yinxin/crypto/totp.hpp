// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"
#include "yinxin/base/time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Time-based one-time passwords (RFC 6238 over HMAC-SHA-1, RFC 4226), as every authenticator app
/// makes them: six digits, steps of 30 seconds.
namespace yinxin::crypto {

inline constexpr std::size_t totp_digits = 6;
inline constexpr std::chrono::seconds totp_step_length{30};

/// A fresh secret of 160 bits (RFC 4226 section 4, R6), as raw bytes.
[[nodiscard]] Secret make_totp_secret();

/// The number of the step `at` lies in.
[[nodiscard]] std::int64_t totp_step(Instant at) noexcept;
/// The code of one step.
[[nodiscard]] std::string totp_code(const Secret& secret, std::int64_t step);

/// The step whose code this is: the current one, the one before or the one after (RFC 6238 section
/// 5.2 allows for clocks that differ), and only a step later than `last_used`, so that no code
/// works twice. Takes the same time for every answer.
[[nodiscard]] std::optional<std::int64_t> match_totp(const Secret& secret,
                                                     std::string_view typed,
                                                     std::int64_t last_used,
                                                     Instant now);

/// RFC 4648 base32 without padding: how people type a secret that they cannot scan.
[[nodiscard]] std::string to_base32(BytesView bytes);

/// What the QR of an enrolment says ("otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=ISSUER").
[[nodiscard]] std::string totp_address(const Secret& secret,
                                       std::string_view issuer,
                                       std::string_view account);

}  // namespace yinxin::crypto
