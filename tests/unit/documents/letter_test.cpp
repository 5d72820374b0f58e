// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/letter.hpp"

#include "unit/documents/tools.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

const LetterWriter& writer() {
    static const LetterWriter one(Stationery::load({}).value());
    return one;
}

Letter sample_letter() {
    Letter letter;
    letter.title = "核验回执";
    letter.number = "HZ20261124-000001234561";
    letter.headline = "真实有效";
    letter.sentence = "这份文件与本系统制发的加注件完全一致。";
    letter.parts = {{"核验的文件", {{"文件摘要", std::string(64, 'a')}, {"大小", "123456 字节"}}},
                    {"", {{"", "第二部分没有标题，也没有标签。"}}}};
    letter.notes = {"回执只说明核验当时的情况。"};
    letter.marking = "演示系统 不具法律效力";
    letter.author = "演示证照服务";
    letter.made_at = "2026-11-24T10:00:00+08:00";
    return letter;
}

Bytes build(const Letter& letter) {
    auto pdf = writer().build(letter, {});
    if (!pdf) throw std::runtime_error(pdf.error().describe());
    return std::move(pdf->bytes);
}

TEST(Letter, says_the_same_in_the_same_bytes_every_time) {
    EXPECT_EQ(build(sample_letter()), build(sample_letter()));
    Letter other = sample_letter();
    other.number = "HZ20261124-000001234662";
    EXPECT_NE(build(sample_letter()), build(other));
}

TEST(Letter, leaves_a_hole_that_a_signature_fits_into) {
    auto pdf = writer().build(sample_letter(), {});
    ASSERT_TRUE(pdf);
    ASSERT_GT(pdf->contents_length, 2U);
    EXPECT_EQ(pdf->bytes.at(pdf->contents_offset), '<');
    EXPECT_EQ(pdf->byte_range[1], pdf->contents_offset);
    EXPECT_EQ(pdf->byte_range[2] + pdf->byte_range[3], pdf->bytes.size());
    EXPECT_TRUE(embed(*std::move(pdf), Bytes(100, 1)));
}

TEST(Letter, can_be_read_by_other_software) {
    YX_NEEDS_TOOL("qpdf");
    YX_NEEDS_TOOL("pdftotext");
    const Scratch scratch;
    const std::string file = scratch.put("letter.pdf", build(sample_letter()));
    const ToolRun checked = run_tool("qpdf --check " + file);
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
    const std::string text = run_tool("pdftotext -layout " + file + " -").output;
    for (const char* words :
         {"核验回执", "HZ20261124-000001234561", "真实有效", "文件摘要", "演示系统", "没有标题"}) {
        EXPECT_THAT(text, testing::HasSubstr(words));
    }
}

TEST(Letter, long_values_wrap_and_do_not_run_into_each_other) {
    YX_NEEDS_TOOL("pdftotext");
    Letter letter = sample_letter();
    std::string sentence;
    for (int i = 0; i < 20; ++i)
        sentence += "很长的一句话，";
    letter.parts[0].lines = {{"甲", sentence}, {"乙", "短"}};
    const Scratch scratch;
    const std::string file = scratch.put("letter.pdf", build(letter));
    const std::string text = run_tool("pdftotext -layout " + file + " -").output;
    EXPECT_LT(text.find("甲"), text.find("乙"));
    EXPECT_EQ(text.find("短"), text.rfind("短"));
}

TEST(Letter, refuses_to_be_longer_than_its_page_and_to_print_boxes) {
    Letter letter = sample_letter();
    letter.parts.assign(60, {"标题", {{"标签", "值"}}});
    const auto too_long = writer().build(letter, {});
    ASSERT_FALSE(too_long);
    EXPECT_EQ(too_long.error().code(), ErrorCode::text_does_not_fit);
    letter = sample_letter();
    letter.sentence = "\uE000";
    const auto unknown = writer().build(letter, {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code(), ErrorCode::glyph_missing);
}

Letter long_letter(std::size_t lines, std::size_t most_pages) {
    Letter letter = sample_letter();
    letter.parts = {{"清单", {}}};
    for (std::size_t i = 1; i <= lines; ++i) {
        letter.parts[0].lines.push_back({"标签", "第" + std::to_string(i) + "行"});
    }
    letter.paging = LetterPaging{most_pages, "第 {page} 页 共 {pages} 页", "以下从略"};
    return letter;
}

std::string text_of(const Letter& letter) {
    const Scratch scratch;
    const std::string file = scratch.put("letter.pdf", build(letter));
    const ToolRun checked = run_tool("qpdf --check " + file);
    EXPECT_EQ(checked.exit_code, 0) << checked.output;
    return run_tool("pdftotext -layout " + file + " -").output;
}

TEST(Letter, goes_on_on_further_pages_which_are_numbered) {
    YX_NEEDS_TOOL("qpdf");
    YX_NEEDS_TOOL("pdftotext");
    const std::string text = text_of(long_letter(100, 20));
    EXPECT_THAT(text, testing::HasSubstr("第1行"));
    EXPECT_THAT(text, testing::HasSubstr("第100行"));
    // How wide a space has to be to count as one is for each reader to say.
    const std::string close = replace_all(text, " ", "");
    EXPECT_THAT(close, testing::HasSubstr("第1页共3页"));
    EXPECT_THAT(close, testing::HasSubstr("第3页共3页"));
    EXPECT_THAT(text, testing::HasSubstr("演示系统"));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("以下从略")));
    EXPECT_EQ(std::ranges::count(text, '\f'), 3);
}

TEST(Letter, ends_at_its_last_page_and_says_so) {
    YX_NEEDS_TOOL("qpdf");
    YX_NEEDS_TOOL("pdftotext");
    const std::string text = text_of(long_letter(400, 2));
    EXPECT_EQ(std::ranges::count(text, '\f'), 2);
    EXPECT_THAT(text, testing::HasSubstr("以下从略"));
    EXPECT_THAT(text, testing::Not(testing::HasSubstr("第400行")));
}

TEST(Letter, of_several_pages_prints_a_sign_for_what_no_font_has) {
    YX_NEEDS_TOOL("qpdf");
    YX_NEEDS_TOOL("pdftotext");
    Letter letter = long_letter(3, 2);
    letter.parts[0].lines[1].value = "甲\uE000乙";
    EXPECT_THAT(text_of(letter), testing::HasSubstr("甲〓乙"));
}

TEST(Letter, of_several_pages_leaves_a_hole_as_well) {
    auto pdf = writer().build(long_letter(100, 20), {});
    ASSERT_TRUE(pdf);
    EXPECT_EQ(pdf->byte_range[1], pdf->contents_offset);
    EXPECT_EQ(pdf->byte_range[2] + pdf->byte_range[3], pdf->bytes.size());
    EXPECT_TRUE(embed(*std::move(pdf), Bytes(100, 1)));
}

TEST(Letter, needs_a_time) {
    Letter letter = sample_letter();
    letter.made_at = "yesterday";
    EXPECT_FALSE(writer().build(letter, {}));
}

}  // namespace
}  // namespace yinxin::documents
