// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/result_words.hpp"

#include "yinxin/domain/result_field.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

TEST(ResultField, recognises_headers_as_people_write_them) {
    const std::vector<std::pair<const char*, ResultField>> all{
        {"姓名", ResultField::name},
        {" 姓 名 *", ResultField::name},
        {"Name", ResultField::name},
        {"证件号码（必填）", ResultField::id_number},
        {"身份证号", ResultField::id_number},
        {"ID number", ResultField::id_number},
        {"证件类型", ResultField::id_type},
        {"管理号", ResultField::management_no},
        {"Management No.", ResultField::management_no},
        {"专业名称", ResultField::specialty},
        {"批准日期", ResultField::approved_on},
        {"手机号码", ResultField::mobile},
        {"曾用名", ResultField::former_names},
        {"原身份证号", ResultField::former_numbers},
    };
    for (const auto& [header, field] : all) {
        EXPECT_EQ(recognise_header(header), field) << header;
    }
    for (const char* other : {"", "备注", "序号", "单位", "原因", "Remarks", "（姓名）"}) {
        EXPECT_FALSE(recognise_header(other)) << other;
    }
    EXPECT_TRUE(is_reason_header("原因"));
    EXPECT_TRUE(is_reason_header("Reason "));
    EXPECT_FALSE(is_reason_header("姓名"));
}

TEST(ResultField, knows_an_example_row_by_its_first_word) {
    EXPECT_TRUE(is_example("样例：王演示"));
    EXPECT_TRUE(is_example(" Example: WANG YANSHI"));
    EXPECT_FALSE(is_example("王样例"));
    EXPECT_FALSE(is_example(""));
}

TEST(ResultWords, reads_days_in_the_usual_spellings) {
    const CivilDay day = make_day(2026, 5, 1);
    for (const char* written : {"2026-05-01",
                                "2026/5/1",
                                "2026.5.1",
                                "2026年5月1日",
                                " ２０２６年05月01日 ",
                                "20260501",
                                "2026-05-01 00:00:00",
                                "2026-05-01T08:30:00",
                                "2026 年 5 月 1 日"}) {
        EXPECT_EQ(recognise_day(written), day) << written;
    }
    for (const char* wrong : {"",
                              "2026-02-30",
                              "2026-13-01",
                              "05-01-2026",
                              "1.5.2026",
                              "26-5-1",
                              "2026-05",
                              "2026年",
                              "May 1, 2026",
                              "46143",
                              "2026-05-01-02"}) {
        EXPECT_FALSE(recognise_day(wrong)) << wrong;
    }
}

TEST(ResultWords, reads_months_with_or_without_a_day) {
    const auto month = std::chrono::year(1990) / std::chrono::month(5);
    for (const char* written : {"1990-05", "1990年5月", "199005", "1990.5", "1990-05-17"}) {
        EXPECT_EQ(recognise_month(written), month) << written;
    }
    EXPECT_FALSE(recognise_month("1990"));
    EXPECT_FALSE(recognise_month("1990-00"));
}

TEST(ResultWords, reads_kinds_of_documents_sexes_and_certificates) {
    EXPECT_EQ(recognise_id_type("居民身份证"), IdDocumentType::resident_identity_card);
    EXPECT_EQ(recognise_id_type("台胞证"), IdDocumentType::taiwan_permit);
    EXPECT_EQ(recognise_id_type("Passport"), IdDocumentType::passport);
    for (const auto& [type, name] : all_keyed<IdDocumentType>()) {
        EXPECT_EQ(recognise_id_type(name), type) << name;
    }
    EXPECT_FALSE(recognise_id_type("驾驶证"));
    EXPECT_EQ(recognise_sex("女"), Sex::female);
    EXPECT_EQ(recognise_sex("M"), Sex::male);
    EXPECT_FALSE(recognise_sex("3"));
    EXPECT_EQ(recognise_kind("合格证明"), CertificateKind::pass_proof);
    EXPECT_EQ(recognise_kind("pass_proof"), CertificateKind::pass_proof);
    EXPECT_FALSE(recognise_kind("毕业证书"));
}

TEST(ResultWords, splits_lists_at_the_usual_signs) {
    EXPECT_EQ(split_list("王一、王二；王三, 王四\n王五"),
              (std::vector<std::string>{"王一", "王二", "王三", " 王四", "王五"}));
    EXPECT_TRUE(split_list(" ；、").empty());
}

TEST(ResultWords, names_what_is_nearest_first) {
    const std::vector<std::string> choices{"建筑工程", "公路工程", "机电工程", "水利水电工程"};
    EXPECT_EQ(nearest("建筑工成", choices, 1), std::vector<std::string>{"建筑工程"});
    EXPECT_EQ(nearest("水利工程", choices, 1).front(), "水利水电工程");
    EXPECT_TRUE(nearest("英语", choices, 3).empty());
}

}  // namespace
}  // namespace yinxin::domain
