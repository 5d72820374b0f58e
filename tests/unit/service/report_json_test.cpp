// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/report_json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Instant noon = instant_of(1'795'492'800);  // 2026-11-24T12:00:00+08:00

verify::Report genuine() {
    verify::Report report;
    report.verdict = verify::Verdict::valid;
    report.integrity = verify::Integrity::full;
    report.authenticity = verify::Authenticity::issued;
    report.currency = verify::Currency::current;
    report.format = verify::FileFormat::pdf;
    report.sha256 = std::string(64, 'a');
    report.sm3 = std::string(64, 'b');
    report.findings = {{"register", verify::Level::info, "register.identical", "clause \"1\""}};
    report.signer = verify::SignerSummary{"演示专用章", "演示", "CA", "0a", "ff", noon, noon};
    report.signed_at = noon;
    report.is_time_trusted = true;
    report.at = noon;
    report.was_register_asked = true;
    report.copy = verify::RegisteredCopy{.copy_no = "YX20261124-000001",
                                         .certificate_no = "C-1",
                                         .management_no = "M-1",
                                         .title = {"资格证书", "Certificate"},
                                         .masked_name = "王*",
                                         .masked_id = "1***4",
                                         .has_endorsement = true,
                                         .scenario = "own_use"};
    return report;
}

std::string words(std::string_view code) {
    return "words of " + std::string(code);
}

std::string json_of(const verify::Report& report) {
    return report_json(report, words);
}

TEST(ReportJson, says_the_three_answers_the_verdict_and_why) {
    const std::string text = json_of(genuine());
    EXPECT_THAT(text,
                StartsWith(R"({"verdict":"VALID","integrity":"full","authenticity":"issued",)"
                           R"("currency":"current","format":"pdf")"));
    EXPECT_THAT(text,
                HasSubstr(R"({"check":"register","level":"info","code":"register.identical",)"
                          R"("clause":"clause \"1\"","message":"words of register.identical"})"));
    EXPECT_THAT(text, HasSubstr(R"("at":"2026-11-24T12:00:00+08:00")"));
    EXPECT_THAT(text, HasSubstr(R"("signed_at_trusted":true)"));
    EXPECT_THAT(text, HasSubstr(R"("common_name":"演示专用章")"));
}

TEST(ReportJson, the_holder_of_a_copy_may_see_the_numbers_on_it) {
    EXPECT_THAT(json_of(genuine()), HasSubstr(R"("certificate_no":"C-1","management_no":"M-1")"));
}

TEST(ReportJson, a_code_alone_tells_no_number) {
    verify::Report report = genuine();
    report.sha256.clear();
    EXPECT_THAT(json_of(report), Not(HasSubstr("C-1")));
    EXPECT_THAT(json_of(report), Not(HasSubstr("M-1")));
    EXPECT_THAT(json_of(report), HasSubstr(R"("copy_no":"YX20261124-000001")"));
}

TEST(ReportJson, an_altered_file_that_names_a_copy_tells_no_number_of_it) {
    verify::Report report = genuine();
    report.authenticity = verify::Authenticity::altered;
    EXPECT_THAT(json_of(report), Not(HasSubstr("C-1")));
}

TEST(ReportJson, without_the_register_the_file_speaks_for_itself) {
    verify::Report report = genuine();
    report.copy.reset();
    report.was_register_asked = false;
    report.face.title = "资格证书";
    report.face.certificate_no = "F-9";
    report.face.copy_no = "YX-of-file";
    report.face.scenario = "own_use";
    const std::string text = json_of(report);
    EXPECT_THAT(text, HasSubstr(R"("copy_no":"YX-of-file")"));
    EXPECT_THAT(text, HasSubstr(R"("certificate":{"source":"file","certificate_no":"F-9")"));
    EXPECT_THAT(text, HasSubstr(R"("endorsement":{"source":"file","state":null)"));
}

TEST(ReportJson, what_is_not_known_is_null_and_not_left_out) {
    const std::string text = json_of({});
    for (const char* name :
         {"signer", "signed_at", "copy_no", "certificate", "endorsement", "sha256"}) {
        EXPECT_THAT(text, HasSubstr('"' + std::string(name) + "\":null")) << name;
    }
    EXPECT_THAT(text, HasSubstr(R"("findings":[])"));
}

TEST(ReportJson, bytes_of_a_foreign_file_that_are_no_text_do_not_break_it) {
    verify::Report report;
    report.face.title = "\xFF\xFE";
    report.face.certificate_no = "F-9\n\"";
    report.codes = {{"\xC3", 3}};
    const std::string text = json_of(report);
    EXPECT_THAT(text, HasSubstr(R"("title":{"zh":null,"en":null})"));
    EXPECT_THAT(text, HasSubstr(R"("certificate_no":"F-9\n\"")"));
    EXPECT_THAT(text, HasSubstr(R"({"text":null,"page":3})"));
}

TEST(ReportJson, a_caller_may_put_its_own_texts_first) {
    EXPECT_THAT(report_json(genuine(), words, {{"file", "a \"b\".pdf"}}),
                StartsWith(R"({"file":"a \"b\".pdf","verdict":"VALID")"));
}

}  // namespace
}  // namespace yinxin::service
