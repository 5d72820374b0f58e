// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/certificate.hpp"

#include <span>
#include <string_view>

/// What other systems are told of a certificate's status: the codes under which national
/// collections of electronic licences (电子证照数据归集) keep it.
namespace yinxin::domain {

/// One code of a national list.
struct NationalCode {
    std::string_view code;    ///< two digits
    std::string_view name;    ///< in the words of the list
    std::string_view clause;  ///< where it stands
};

/// 证照状态: 01 有效 … 07 吊销, 99 其他. The codes we have no use for (06, 07) are listed as well.
[[nodiscard]] std::span<const NationalCode> national_status_codes() noexcept;
/// 操作类型: 01 新发 … 10 取消转出.
[[nodiscard]] std::span<const NationalCode> national_operation_codes() noexcept;
/// nullptr: no such code.
[[nodiscard]] const NationalCode* find_code(std::span<const NationalCode> list,
                                            std::string_view code) noexcept;

/// How one version of a certificate stands, as far as anybody may be told.
struct Standing {
    CertificateStatus status = CertificateStatus::valid;
    int version = 1;
    bool is_recalled = false;   ///< its batch was taken back by the office, and may be restored
    bool is_stopped = false;    ///< its batch is stopped until the office has looked at it
    bool was_restored = false;  ///< valid again after it was suspended
};

struct ExchangeCodes {
    NationalCode status;
    NationalCode operation;  ///< what brought it into this status
};
/// What was decided of the certificate itself (已撤销, 已注销, 已变更) weighs more than what
/// happened to its batch; docs/choices.md#c11 says why each code was chosen.
[[nodiscard]] ExchangeCodes exchange_codes(const Standing& standing) noexcept;

}  // namespace yinxin::domain
