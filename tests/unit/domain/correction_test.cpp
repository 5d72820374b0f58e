// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/correction.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

const CivilDay today = make_day(2026, 11, 23);

FaceData face() {
    FaceData face;
    face.name = "王演示";
    face.latin_name = "WANG YANSHI";
    face.sex = Sex::female;
    face.birth = std::chrono::year(1990) / 3;
    const std::string body = "11010519900307124";
    face.id_number = body + gb11643_check(body);
    face.photo_sha256 = "aa";
    face.qualification_id = "engineer";
    face.level_code = "1";
    face.level = {"一级", "Class 1"};
    face.specialty_code = "05";
    face.specialty = {"旧名", "Old name"};
    face.title = {"执业资格证书", "Certificate"};
    face.qualification = {"工程师", "Engineer"};
    face.approved_on = make_day(2025, 9, 7);
    face.issued_on = make_day(2025, 12, 1);
    face.certificate_no = "YX1";
    face.management_no = "2025099990100000018";
    face.issuer_id = "centre";
    face.template_id = "classic";
    face.seal_type = "ministry";
    return face;
}

QualificationEdition edition(int from) {
    QualificationEdition edition;
    edition.valid_from_year = from;
    edition.name = {"工程师" + std::to_string(from), "Engineer"};
    edition.title = {"职业资格证书", "Certificate"};
    edition.issuer_id = "centre";
    edition.template_id = "modern";
    edition.seal_type = "association";
    edition.levels = {{"1", {"一级", "Class 1"}}, {"2", {"二级", "Class 2"}}};
    edition.specialties = {{"05", {"新名", "New name"}}, {"06", {"机电", "Mechanics"}}};
    return edition;
}

std::string wrong_field(const CorrectionForm& form) {
    const auto read = read_correction(face(), form, today);
    if (read) return "none";
    const auto field = read.error().params().find("field");
    return field == read.error().params().end() ? "unnamed" : field->second;
}
/// One field of the form changed.
std::string wrong_field(std::string CorrectionForm::* field, std::string value) {
    CorrectionForm form = form_of(face());
    form.*field = std::move(value);
    return wrong_field(form);
}

TEST(Correction, a_form_that_nobody_changed_is_the_same_face) {
    const auto read = read_correction(face(), form_of(face()), today);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(*read, face());
    EXPECT_TRUE(differences(face(), *read).empty());
}

TEST(Correction, what_was_typed_is_normalised_as_everywhere) {
    CorrectionForm form = form_of(face());
    form.name = " 阿依•演示 ";
    form.latin_name = "ayi yanshi";
    form.management_no = " 2025099990100000019 ";
    const auto read = read_correction(face(), form, today);
    ASSERT_TRUE(read) << read.error().describe();
    EXPECT_EQ(read->name, "阿依·演示");
    EXPECT_EQ(read->latin_name, "AYI YANSHI");
    EXPECT_EQ(read->management_no, "2025099990100000019");
    const std::vector<FaceItem> expected{
        FaceItem::name, FaceItem::latin_name, FaceItem::management_no};
    EXPECT_EQ(differences(face(), *read), expected);
}

TEST(Correction, each_refusal_names_its_field) {
    using Form = CorrectionForm;
    EXPECT_EQ(wrong_field(&Form::name, ""), "name");
    EXPECT_EQ(wrong_field(&Form::latin_name, "王"), "latin_name");
    EXPECT_EQ(wrong_field(&Form::latin_name, std::string(max_latin_name_length + 1, 'A')),
              "latin_name");
    EXPECT_EQ(wrong_field(&Form::id_type, "library_card"), "id_type");
    EXPECT_EQ(wrong_field(&Form::id_number, "110105199003071240"), "id_number");
    EXPECT_EQ(wrong_field(&Form::sex, "x"), "sex");
    EXPECT_EQ(wrong_field(&Form::birth, "1990-13"), "birth");
    EXPECT_EQ(wrong_field(&Form::birth, "1899-12"), "birth");
    EXPECT_EQ(wrong_field(&Form::approved_on, "2025-02-30"), "approved_on");
    EXPECT_EQ(wrong_field(&Form::approved_on, "1979-12-31"), "approved_on");
    EXPECT_EQ(wrong_field(&Form::issued_on, "2026-11-24"), "issued_on") << "tomorrow";
    EXPECT_EQ(wrong_field(&Form::issued_on, "2026-11-23"), "none") << "today";
    EXPECT_EQ(wrong_field(&Form::issued_on, "2025-09-06"), "issued_on") << "before its approval";
    EXPECT_EQ(wrong_field(&Form::management_no, ""), "management_no");
}

TEST(Correction, birth_and_sex_must_be_those_of_the_number) {
    using Form = CorrectionForm;
    EXPECT_EQ(wrong_field(&Form::birth, "1990-04"), "birth");
    EXPECT_EQ(wrong_field(&Form::birth, ""), "birth") << "the number states it";
    EXPECT_EQ(wrong_field(&Form::sex, "male"), "sex");
    EXPECT_EQ(wrong_field(&Form::sex, "unspecified"), "none");
    CorrectionForm passport = form_of(face());
    passport.id_type = "passport";
    passport.id_number = "E12345678";
    passport.birth = "1991-01";
    EXPECT_EQ(wrong_field(passport), "none") << "a passport's number states neither";
}

TEST(Correction, an_old_contradiction_does_not_stop_another_correction) {
    FaceData odd = face();
    odd.sex = Sex::male;
    CorrectionForm form = form_of(odd);
    form.name = "王改正";
    EXPECT_TRUE(read_correction(odd, form, today));
    form.birth = "1990-05";
    EXPECT_FALSE(read_correction(odd, form, today)) << "once it is touched, it must be right";
}

TEST(Correction, within_an_edition_only_another_code_gets_its_name) {
    const QualificationEdition now = edition(2020);
    FaceData corrected = face();
    corrected.name = "王改正";
    auto fitted = fit_to_edition(corrected, face(), {&now, now});
    ASSERT_TRUE(fitted);
    EXPECT_EQ(fitted->specialty.zh, "旧名") << "as printed";
    EXPECT_EQ(fitted->title.zh, "执业资格证书");
    corrected.specialty_code = "06";
    corrected.level_code = "2";
    fitted = fit_to_edition(corrected, face(), {&now, now});
    ASSERT_TRUE(fitted);
    EXPECT_EQ(fitted->specialty.zh, "机电");
    EXPECT_EQ(fitted->level.zh, "二级");
    corrected.specialty_code = "99";
    fitted = fit_to_edition(corrected, face(), {&now, now});
    ASSERT_FALSE(fitted);
    EXPECT_EQ(fitted.error().params().at("field"), "specialty");
}

TEST(Correction, another_year_of_approval_brings_its_edition) {
    const QualificationEdition before = edition(2020);
    QualificationEdition now = edition(2010);
    auto fitted = fit_to_edition(face(), face(), {&before, now});
    ASSERT_TRUE(fitted);
    EXPECT_EQ(fitted->qualification.zh, "工程师2010");
    EXPECT_EQ(fitted->title.zh, "职业资格证书");
    EXPECT_EQ(fitted->specialty.zh, "新名");
    EXPECT_EQ(fitted->template_id, "modern");
    EXPECT_EQ(fitted->seal_type, "association");
    EXPECT_EQ(fitted->certificate_no, "YX1") << "the number of the certificate stays";
    now.issuer_id = "other";
    fitted = fit_to_edition(face(), face(), {&before, now});
    ASSERT_FALSE(fitted);
    EXPECT_EQ(fitted.error().params().at("field"), "approved_on");
}

TEST(Correction, a_pass_proof_keeps_its_artwork_and_needs_an_edition_that_has_them) {
    const QualificationEdition before = edition(2020);
    QualificationEdition now = edition(2010);
    FaceData proof = face();
    proof.kind = CertificateKind::pass_proof;
    proof.template_id = "proof";
    EXPECT_FALSE(fit_to_edition(proof, proof, {&before, now}));
    now.proof_title = {"合格证明", "Proof"};
    const auto fitted = fit_to_edition(proof, proof, {&before, now});
    ASSERT_TRUE(fitted);
    EXPECT_EQ(fitted->title.zh, "合格证明");
    EXPECT_EQ(fitted->template_id, "proof");
}

}  // namespace
}  // namespace yinxin::domain
