// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/face.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yinxin::documents {

/// One metadata field of GB/T 36903 as both faces carry it: XMP in the PDF, CustomDatas in the OFD.
struct LicenceField {
    std::string_view name;         ///< pinyin short name: 证照 ZZ…, 加注件 JZJ…
    std::string_view description;  ///< in English
    std::string value;             ///< never empty
};

/// The fields a face has a value for, always in the same order. FBBH (副本编号), SYCJ (使用场景)
/// and JSF (接收方) are ours.
[[nodiscard]] std::vector<LicenceField> licence_fields(const Face& face);

/// What tells this document from every other; the same face gives the same.
[[nodiscard]] std::string identity_of(const Face& face);

}  // namespace yinxin::documents
