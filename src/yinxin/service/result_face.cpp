// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/result_face.hpp"

namespace yinxin::service {
namespace {

using domain::CertificateKind;
using domain::FaceData;
using domain::QualificationEdition;

void put_person(FaceData& face, const domain::ExamResult& result) {
    face.name = result.name;
    face.latin_name = result.latin_name;
    face.sex = result.sex;
    face.birth = result.birth;
    face.id_type = result.document.type;
    face.id_number = result.document.number;
    face.photo_sha256 = result.photo_sha256;
}

void put_title(FaceData& face, const QualificationEdition& edition) {
    face.template_id = "proof";
    if (face.kind == CertificateKind::pass_proof) {
        face.title = edition.proof_title;
    } else if (face.kind == CertificateKind::query_result_proof) {
        face.title = {"职业资格查询结果证明", "Proof of Professional Qualification Record"};
    } else {
        face.title = edition.title;
        face.template_id = edition.template_id;
    }
}

Result<void> put_issuer(FaceData& face,
                        const config::Reference& reference,
                        const QualificationEdition& edition) {
    const domain::Issuer* issuer = reference.find_issuer(edition.issuer_id);
    if (issuer == nullptr) return Error(ErrorCode::config_invalid, "an edition without issuer");
    face.issuer_id = issuer->id;
    face.issuer_uscc = issuer->uscc.value;
    face.issuer = issuer->name;
    for (const std::string& id : edition.authorities) {
        const auto authority = reference.authorities.find(id);
        if (authority == reference.authorities.end()) {
            return Error(ErrorCode::config_invalid, "an edition with an unknown authority");
        }
        face.authorities.push_back(authority->second.name);
    }
    face.seal_type = edition.seal_type;
    return ok();
}

}  // namespace

Result<FaceData> face_of(const config::Reference& reference,
                         const domain::ExamResult& result,
                         CivilDay today) {
    const auto year = static_cast<int>(std::chrono::year_month_day(result.approved_on).year());
    const QualificationEdition* edition =
        reference.catalogue.find_edition(result.qualification_id, year);
    if (edition == nullptr) return Error(ErrorCode::config_invalid, "no edition of that year");
    FaceData face;
    face.kind = result.kind;
    put_person(face, result);
    put_title(face, *edition);
    face.qualification_id = result.qualification_id;
    face.qualification = edition->name;
    if (const auto* level = edition->find_level(result.level_code)) {
        face.level_code = level->code;
        face.level = level->name;
    }
    if (const auto* specialty = edition->find_specialty(result.specialty_code)) {
        face.specialty_code = specialty->code;
        face.specialty = specialty->name;
    }
    face.approved_on = result.approved_on;
    face.issued_on = result.issued_on.value_or(today);
    face.certificate_no = result.certificate_no;
    face.management_no = result.management_no;
    YX_CHECK(put_issuer(face, reference, *edition));
    return face;
}

}  // namespace yinxin::service
