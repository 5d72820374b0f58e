// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/result_face.hpp"

#include "yinxin/domain/result_face.hpp"

namespace yinxin::service {

Result<domain::FaceData> face_of(const config::Reference& reference,
                                 const domain::ExamResult& result,
                                 CivilDay today) {
    const auto year = static_cast<int>(std::chrono::year_month_day(result.approved_on).year());
    const auto ground = reference.face_ground(result.qualification_id, year);
    if (!ground) return Error(ErrorCode::config_invalid, "no edition of that year");
    YX_TRY(domain::FaceData face, domain::face_of(result, *ground, today));
    face.certificate_no = result.certificate_no;
    return face;
}

}  // namespace yinxin::service
