// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/config/reference.hpp"
#include "yinxin/domain/exam_result.hpp"
#include "yinxin/domain/face_data.hpp"

namespace yinxin::service {

/// The face a result will have, with the names, titles, issuer and authorities of the edition in
/// force in the approval year. Not filled: licence id, and the certificate number where the result
/// has none; the day of issue is `today` where the result names none.
/// @error config.invalid  the catalogue does not know the qualification in that year.
/// @error not_found  nor the level or specialty.
[[nodiscard]] Result<domain::FaceData> face_of(const config::Reference& reference,
                                               const domain::ExamResult& result,
                                               CivilDay today);

}  // namespace yinxin::service
