// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/exam_result.hpp"

#include <set>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

ExamResult sample() {
    ExamResult result;
    result.kind = CertificateKind::pass_proof;
    result.name = "演示·𠮷";
    result.latin_name = "YANSHI JI";
    result.former_names = {"演示[吉]", "演示\n甲"};
    result.document = {IdDocumentType::passport, "E12345678"};
    result.former_documents = {{IdDocumentType::other, "X00001"}};
    result.mobile = "+8613800001234";
    result.sex = Sex::female;
    result.birth = std::chrono::year(1990) / std::chrono::month(5);
    result.photo_sha256 = std::string(64, 'a');
    result.qualification_id = "constructor_1";
    result.level_code = "1";
    result.specialty_code = "02";
    result.approved_on = make_day(2024, 2, 29);
    result.issued_on = make_day(2024, 3, 1);
    result.management_no = "202402988510000001";
    result.certificate_no = "YS-2024-000001";
    return result;
}

TEST(ExamResult, comes_back_from_its_canonical_text) {
    for (const ExamResult& result : {sample(), ExamResult{}}) {
        const std::string text = canonical_text(result);
        const auto back = parse_exam_result(text);
        ASSERT_TRUE(back) << back.error().describe();
        EXPECT_EQ(*back, result);
    }
}

TEST(ExamResult, changes_its_canonical_text_with_every_field) {
    std::set<std::string> texts{canonical_text(sample())};
    const auto add = [&](auto change) {
        ExamResult result = sample();
        change(result);
        EXPECT_TRUE(texts.insert(canonical_text(result)).second);
    };
    add([](ExamResult& r) { r.kind = CertificateKind::certificate; });
    add([](ExamResult& r) { r.name = "演示"; });
    add([](ExamResult& r) { r.latin_name.clear(); });
    add([](ExamResult& r) { r.former_names.pop_back(); });
    add([](ExamResult& r) { r.document.type = IdDocumentType::other; });
    add([](ExamResult& r) { r.document.number = "E1"; });
    add([](ExamResult& r) { r.former_documents.clear(); });
    add([](ExamResult& r) { r.mobile.clear(); });
    add([](ExamResult& r) { r.sex = Sex::male; });
    add([](ExamResult& r) { r.birth = {}; });
    add([](ExamResult& r) { r.photo_sha256.clear(); });
    add([](ExamResult& r) { r.qualification_id = "cost_engineer_1"; });
    add([](ExamResult& r) { r.level_code.clear(); });
    add([](ExamResult& r) { r.specialty_code.clear(); });
    add([](ExamResult& r) { r.approved_on = make_day(2024, 3, 1); });
    add([](ExamResult& r) { r.issued_on.reset(); });
    add([](ExamResult& r) { r.management_no.clear(); });
    add([](ExamResult& r) { r.certificate_no.clear(); });
}

TEST(ExamResult, is_read_in_no_other_spelling) {
    const std::string text = canonical_text(sample());
    for (std::size_t end = 0; end < text.size(); ++end) {
        EXPECT_FALSE(parse_exam_result(text.substr(0, end))) << end;
    }
    EXPECT_FALSE(parse_exam_result(text + "x"));
    std::string padded = text;
    padded.replace(padded.find("former_names 1:2"), 16, "former_names 2:02");
    EXPECT_FALSE(parse_exam_result(padded));
    std::string year = text;
    year.replace(year.find("2024-03-01"), 10, "2024-02-30");
    EXPECT_FALSE(parse_exam_result(year));
}

}  // namespace
}  // namespace yinxin::domain
