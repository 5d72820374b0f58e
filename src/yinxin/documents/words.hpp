// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// The page's own words, in both languages; everything else comes with the Face.
namespace yinxin::documents::words {

struct Pair {
    std::string_view zh;
    std::string_view en;
};

inline constexpr Pair approval_date{"批准日期", "Date of approval"};
inline constexpr Pair management_no{"管理号", "Administration No."};
inline constexpr Pair certificate_no{"证书编号", "Certificate No."};
inline constexpr Pair licence_id{"电子证照标识", "Electronic licence ID"};
inline constexpr Pair authorities{"批准机构", "Approved by"};
inline constexpr Pair issue_date{"签发日期", "Date of issue"};

inline constexpr Pair endorsement{"加注信息", "ENDORSEMENT"};
inline constexpr Pair scenario{"使用场景", "Purpose"};
inline constexpr Pair recipient{"接收方", "Recipient"};
inline constexpr Pair valid_until{"有效期至", "Valid until"};
inline constexpr Pair applied_on{"申请日期", "Applied on"};
inline constexpr Pair copy_number{"加注件编号", "Copy No."};

inline constexpr Pair check_code{"核验码", "Verification code"};
inline constexpr Pair service_address{"查验地址", "Verify at"};

inline constexpr std::string_view watermark_prefix = "仅限";
inline constexpr std::string_view preview = "预览 · 不作证明";
inline constexpr std::string_view specimen = "样张 · 不作证明";
inline constexpr std::string_view separator = " · ";

}  // namespace yinxin::documents::words
