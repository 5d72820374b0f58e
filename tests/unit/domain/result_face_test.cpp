// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/result_face.hpp"

#include "yinxin/domain/licence_id.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

class ResultFace : public testing::Test {
  protected:
    ResultFace() {
        edition_.name = {"演示师", "Demonstrator"};
        edition_.title = {"演示师资格证书", "Certificate"};
        edition_.proof_title = {"演示师合格证明", "Proof"};
        edition_.template_id = "plain";
        edition_.seal_type = "central";
        edition_.levels = {{"1", {"初级", "Junior"}}};
        edition_.specialties = {{"05", {"水利", "Water"}}};
        issuer_.id = "demo";
        issuer_.uscc.value = "99000000DEMX00001B";
        issuer_.name = {"演示中心", "Centre"};
        result_.name = "王演示";
        result_.document = {IdDocumentType::passport, "DEMO1"};
        result_.qualification_id = "demonstrator";
        result_.level_code = "1";
        result_.specialty_code = "05";
        result_.approved_on = make_day(2026, 9, 7);
        result_.management_no = "2026001";
    }
    FaceGround ground() const { return {edition_, issuer_, {{"演示厅", "Office"}}, "007"}; }

    QualificationEdition edition_;
    Issuer issuer_;
    ExamResult result_;
};

TEST_F(ResultFace, says_what_the_edition_of_its_year_says) {
    const auto face = face_of(result_, ground(), make_day(2026, 12, 1));
    ASSERT_TRUE(face);
    EXPECT_EQ(face->title.zh, "演示师资格证书");
    EXPECT_EQ(face->template_id, "plain");
    EXPECT_EQ(face->level.zh, "初级");
    EXPECT_EQ(face->specialty.en, "Water");
    EXPECT_EQ(face->authorities.size(), 1U);
    EXPECT_EQ(face->issued_on, make_day(2026, 12, 1));
    EXPECT_EQ(face->version, 1);
}

TEST_F(ResultFace, a_row_may_name_its_own_day_of_issue) {
    result_.issued_on = make_day(2026, 11, 11);
    EXPECT_EQ(face_of(result_, ground(), make_day(2026, 12, 1))->issued_on, make_day(2026, 11, 11));
}

TEST_F(ResultFace, a_proof_has_its_own_heading_and_template) {
    result_.kind = CertificateKind::pass_proof;
    const auto face = face_of(result_, ground(), make_day(2026, 12, 1));
    EXPECT_EQ(face->title.zh, "演示师合格证明");
    EXPECT_EQ(face->template_id, proof_template);
}

TEST_F(ResultFace, refuses_codes_the_edition_does_not_have) {
    result_.level_code = "9";
    EXPECT_EQ(face_of(result_, ground(), {}).error().code(), ErrorCode::not_found);
    result_.level_code.clear();
    result_.specialty_code = "99";
    EXPECT_EQ(face_of(result_, ground(), {}).error().code(), ErrorCode::not_found);
}

TEST_F(ResultFace, the_licence_identifier_follows_the_number) {
    auto face = *face_of(result_, ground(), make_day(2026, 12, 1));
    ASSERT_TRUE(put_numbers(face, ground(), "YH2026-007-000001"));
    EXPECT_EQ(face.certificate_no, "YH2026-007-000001");
    const auto licence = parse_licence_id(face.licence_id);
    ASSERT_TRUE(licence) << licence.error().describe();
    EXPECT_EQ(licence->type_code, "99000000DEMX00001B007");
    EXPECT_EQ(licence->serial, "YH2026007000001");
    EXPECT_EQ(licence->version, 1);
}

}  // namespace
}  // namespace yinxin::domain
