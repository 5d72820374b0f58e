// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/domain/certificate.hpp"
#include "yinxin/domain/id_number.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What people write into the cells of a table, as values; nullopt: not understood.
namespace yinxin::domain {

/// "居民身份证", "身份证", "护照", "passport", or the key.
[[nodiscard]] std::optional<IdDocumentType> recognise_id_type(std::string_view word);
/// "男", "女", "F", "male", the codes 1 and 2 of GB/T 2261.1.
[[nodiscard]] std::optional<Sex> recognise_sex(std::string_view word);
/// "资格证书", "合格证明", "查询结果证明", "pass proof", or the key.
[[nodiscard]] std::optional<CertificateKind> recognise_kind(std::string_view word);

/// "2026-05-01", "2026/5/1", "2026.5.1", "2026年5月1日", "20260501"; a time of day behind it is
/// dropped. Years 1850 to 2199.
[[nodiscard]] std::optional<CivilDay> recognise_day(std::string_view written);
/// The same, or without the day: "1990-05", "199005", "1990年5月".
[[nodiscard]] std::optional<std::chrono::year_month> recognise_month(std::string_view written);

/// Several names or numbers in one cell: separated by 、 , ; or line breaks. Empty parts are left
/// out.
[[nodiscard]] std::vector<std::string> split_list(std::string_view written);

/// Up to `most` of the choices that look most like what was written, the nearest first.
[[nodiscard]] std::vector<std::string> nearest(std::string_view written,
                                               const std::vector<std::string>& choices,
                                               std::size_t most);

}  // namespace yinxin::domain
