// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/measure.hpp"

namespace yinxin::domain {

CountKey count_key(const FaceData& face, std::string detail) {
    constexpr std::size_t province_digits = 2;
    const bool says_province = face.id_type == IdDocumentType::resident_identity_card &&
                               face.id_number.size() > province_digits;
    return {face.issuer_id,
            face.qualification_id,
            says_province ? face.id_number.substr(0, province_digits) : std::string(),
            std::move(detail)};
}

}  // namespace yinxin::domain
