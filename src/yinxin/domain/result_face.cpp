// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/result_face.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/licence_id.hpp"

namespace yinxin::domain {
namespace {

Result<void> put_level(FaceData& face, const ExamResult& result, const FaceGround& ground) {
    face.level_code = result.level_code;
    face.specialty_code = result.specialty_code;
    if (!result.level_code.empty()) {
        const NamedCode* level = ground.edition.find_level(result.level_code);
        if (level == nullptr) return Error(ErrorCode::not_found, "level");
        face.level = level->name;
    }
    if (!result.specialty_code.empty()) {
        const NamedCode* specialty = ground.edition.find_specialty(result.specialty_code);
        if (specialty == nullptr) return Error(ErrorCode::not_found, "specialty");
        face.specialty = specialty->name;
    }
    return ok();
}

}  // namespace

void put_title(FaceData& face, const QualificationEdition& edition) {
    face.template_id = proof_template;
    switch (face.kind) {
        case CertificateKind::certificate:
            face.title = edition.title;
            face.template_id = edition.template_id;
            break;
        case CertificateKind::pass_proof:
            face.title = edition.proof_title;
            break;
        case CertificateKind::query_result_proof:
            face.title = {"职业资格查询结果证明", "Proof of Professional Qualification Record"};
            break;
    }
}

Result<FaceData> face_of(const ExamResult& result, const FaceGround& ground, CivilDay issued_on) {
    FaceData face;
    face.kind = result.kind;
    face.name = result.name;
    face.latin_name = result.latin_name;
    face.sex = result.sex;
    face.birth = result.birth;
    face.id_type = result.document.type;
    face.id_number = result.document.number;
    face.photo_sha256 = result.photo_sha256;
    face.qualification_id = result.qualification_id;
    face.qualification = ground.edition.name;
    put_title(face, ground.edition);
    YX_CHECK(put_level(face, result, ground));
    face.approved_on = result.approved_on;
    face.issued_on = result.issued_on.value_or(issued_on);
    face.management_no = result.management_no;
    face.issuer_id = ground.issuer.id;
    face.issuer_uscc = ground.issuer.uscc.value;
    face.issuer = ground.issuer.name;
    face.authorities = ground.authorities;
    face.seal_type = ground.edition.seal_type;
    return face;
}

Result<void> put_numbers(FaceData& face, const FaceGround& ground, std::string certificate_no) {
    YX_TRY(const LicenceId id,
           make_licence_id(ground.issuer.uscc.value + ground.item_code,
                           ground.issuer.uscc.value,
                           replace_all(certificate_no, "-", ""),
                           face.version));
    face.licence_id = format(id);
    face.certificate_no = std::move(certificate_no);
    return ok();
}

}  // namespace yinxin::domain
