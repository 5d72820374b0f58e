// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/exam_result.hpp"
#include "yinxin/domain/face_data.hpp"
#include "yinxin/domain/issuer.hpp"
#include "yinxin/domain/qualification.hpp"

#include <string>
#include <vector>

namespace yinxin::domain {

/// What the catalogue says about the certificates of one qualification and approval year.
struct FaceGround {
    const QualificationEdition& edition;
    const Issuer& issuer;
    std::vector<Bilingual> authorities;  ///< names of the edition's, in printing order
    std::string item_code;               ///< Qualification::code
};

/// Template of every document that is no 资格证书.
inline constexpr std::string_view proof_template = "proof";
/// Heading and template of a document of this kind.
void put_title(FaceData& face, const QualificationEdition& edition);

/// Everything printed on the first version of a certificate but its numbers (put_numbers).
/// @param issued_on  for results that name no day of issue.
/// @error not_found  a level or specialty that the edition does not have. The detail says which.
[[nodiscard]] Result<FaceData> face_of(const ExamResult& result,
                                       const FaceGround& ground,
                                       CivilDay issued_on);

/// Enters the certificate number and the licence identifier that goes with it: its serial is the
/// number without hyphens.
/// @error malformed  no licence identifier can have this number.
[[nodiscard]] Result<void> put_numbers(FaceData& face,
                                       const FaceGround& ground,
                                       std::string certificate_no);

}  // namespace yinxin::domain
