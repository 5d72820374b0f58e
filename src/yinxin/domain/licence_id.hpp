// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <compare>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// 电子证照标识 (GB/T 36904): the national identifier of one version of one electronic licence.
struct LicenceId {
    std::string type_code;    ///< 证照类型代码: 18 characters of the defining body and 3 digits
    std::string issuer_code;  ///< 颁发机构代码: 18 characters; old data: 6 digits of the region
    std::string serial;       ///< 流水号: 1 to 32 capitals and digits
    int version = 1;          ///< 版本号: 1 to 999; a correction gets the next one

    friend auto operator<=>(const LicenceId&, const LicenceId&) = default;
};

/// The root under which every identifier stands. (A widely used product writes 1.2.156.3003.2,
/// which is refused.)
inline constexpr std::string_view licence_id_root = "1.2.156.3005.2";

/// ISO 7064 MOD 37,36 over capitals and digits; '\0' if another character occurs or none at all.
[[nodiscard]] char mod37_36_check(std::string_view body) noexcept;

/// Checks the parts.
/// @error malformed  a part has a wrong length or characters, or the version is out of range.
[[nodiscard]] Result<LicenceId> make_licence_id(std::string type_code,
                                                std::string issuer_code,
                                                std::string serial,
                                                int version = 1);

/// root.type.issuer.serial.version.check; the check character is over the four middle parts,
/// without root and dots.
[[nodiscard]] std::string format(const LicenceId& id);

/// @error malformed         wrong root, number of parts, or a part that make_licence_id refuses.
/// @error identifier.check  wrong check character.
[[nodiscard]] Result<LicenceId> parse_licence_id(std::string_view text);

/// The identifier of the next version of the same licence.
/// @error conflict  999 is the last.
[[nodiscard]] Result<LicenceId> next_version(LicenceId id);

}  // namespace yinxin::domain
