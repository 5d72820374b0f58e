// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/face_data.hpp"
#include "yinxin/domain/keyed.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace yinxin::domain {

enum class CertificateStatus {
    valid,       ///< 有效: a true, valid certificate exists
    suspended,   ///< 暂停: may be restored
    revoked,     ///< 已撤销: declared void by the issuer
    cancelled,   ///< 已注销: ended at the holder's request or by law, was good until then
    superseded,  ///< 已变更: a newer version of the same certificate line is in force
};

template <>
struct KeyTable<CertificateStatus> {
    static constexpr std::array<Keyed<CertificateStatus>, 5> rows{{
        {CertificateStatus::valid, "valid"},
        {CertificateStatus::suspended, "suspended"},
        {CertificateStatus::revoked, "revoked"},
        {CertificateStatus::cancelled, "cancelled"},
        {CertificateStatus::superseded, "superseded"},
    }};
};

/// Whether a status may follow another: valid and suspended follow each other, either may end in
/// revoked, cancelled or superseded, and those three are final.
[[nodiscard]] bool may_become(CertificateStatus from, CertificateStatus to) noexcept;

/// Status and operation codes of the construction authorities' data collection, for export.
struct ExportCodes {
    std::string_view status;     ///< 01 有效, 02 暂扣, 03 撤销, 04 注销, 05 失效
    std::string_view operation;  ///< 01 新发, 03 暂扣, 05 注销, 07 其他, 09 变更
};
[[nodiscard]] ExportCodes export_codes(CertificateStatus status) noexcept;

/// Longest 管理号, 查询编号 or 证书编号.
inline constexpr std::size_t max_number_length = 32;

/// 管理号 and 查询编号: an opaque number; no fact is ever read out of it. Trims, upper-cases, turns
/// full-width letters and digits into ASCII, drops inner white space.
/// @error certificate.number_invalid  empty, longer than 32, or not capitals, digits and hyphens.
[[nodiscard]] Result<std::string> parse_management_no(std::string_view raw);

/// 证书编号: the same rules as parse_management_no.
/// @error certificate.number_invalid
[[nodiscard]] Result<std::string> parse_certificate_no(std::string_view raw);

}  // namespace yinxin::domain
