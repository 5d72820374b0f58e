// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/layout.hpp"

#include "unit/documents/sample_face.hpp"

#include "yinxin/base/text.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace yinxin::documents {
namespace {

std::vector<TextRun> runs_of(const Ops& ops) {
    std::vector<TextRun> runs;
    for (const Op& op : ops) {
        if (const auto* run = std::get_if<TextRun>(&op)) runs.push_back(*run);
    }
    return runs;
}

ErrorCode refusal(const Face& face) {
    const auto plate = lay_out_plate(face, *sample_stationery());
    if (!plate) return plate.error().code();
    const auto drawing = lay_out_variables(face, *sample_stationery());
    if (!drawing) return drawing.error().code();
    ADD_FAILURE() << "was not refused";
    return ErrorCode::internal;
}

void expect_inside_margins(const Ops& ops) {
    for (const TextRun& run : runs_of(ops)) {
        const double width = sample_stationery()->fonts().measure(run.role, run.text, run.size) +
                             run.letter_spacing * static_cast<double>(run.text.size() - 1);
        EXPECT_GE(run.origin.x, 29.9) << encode_utf8(run.text);
        EXPECT_LE(run.origin.x + width, 180.1) << encode_utf8(run.text);
        EXPECT_GE(run.origin.y - run.size, 21) << encode_utf8(run.text);
        EXPECT_LE(run.origin.y, 276) << encode_utf8(run.text);
    }
}

void expect_page_inside_margins(const Face& face) {
    const auto plate = lay_out_plate(face, *sample_stationery());
    ASSERT_TRUE(plate) << plate.error().describe();
    expect_inside_margins(plate->labels);
    const auto drawing = lay_out_variables(face, *sample_stationery());
    ASSERT_TRUE(drawing) << drawing.error().describe();
    expect_inside_margins(drawing->content);
}

TEST(Layout, keeps_every_word_inside_the_margins) {
    for (const char* style : {"classic", "proof", "association"}) {
        for (Face face : {sample_face(), sample_exempt(), sample_preview()}) {
            face.template_id = style;
            expect_page_inside_margins(face);
        }
    }
}

TEST(Layout, holds_a_name_of_fifty_characters) {
    Face face = sample_face();
    std::u32string name;
    for (int i = 0; i < 50; ++i)
        name += i % 7 == 6 ? U'·' : static_cast<char32_t>(0x4E00 + 37 * i);
    face.fields[0].value = encode_utf8(name);
    expect_page_inside_margins(face);
    std::string latin;
    while (latin.size() < 50)
        latin += "Maria-Fernanda ";
    latin.resize(50);
    face.fields[0].value = latin;
    expect_page_inside_margins(face);
}

TEST(Layout, holds_four_authorities_and_a_long_title_and_specialty) {
    Face face = sample_face();
    face.title_zh = "演示行业协会高级项目管理专业技术人员职业能力水平评价合格证书";
    face.authorities = {"演示省人力资源演示厅",
                        "演示省住房和城乡演示厅",
                        "演示省交通运输演示厅",
                        "演示省水利演示厅"};
    face.preamble_zh =
        "本证书由演示省人力资源演示厅、演示省住房和城乡演示厅、演示省交通运输演示厅、演示省水利"
        "演示厅批准颁发，表明持证人通过统一组织的考试，取得监理工程师职业资格。";
    face.preamble_en =
        "Issued with the approval of Demonstration Office of Human Resources, Demonstration Office "
        "of Housing, Demonstration Office of Transport, Demonstration Office of Water. The holder "
        "has passed the unified examination for the qualification of Supervising Engineer.";
    face.fields[4].value = "通信与广电工程、水利水电工程与市政公用工程综合";
    face.endorsement->recipient =
        "演示市轨道交通与市政工程建设投资管理集团有限责任公司第一工程分公司";
    expect_page_inside_margins(face);
}

TEST(Layout, refuses_what_does_not_fit_instead_of_overflowing) {
    Face face = sample_face();
    face.fields[0].value = encode_utf8(std::u32string(200, U'王'));
    EXPECT_EQ(refusal(face), ErrorCode::text_does_not_fit);
    face = sample_face();
    face.fields.resize(30, {"专业", "Specialty", "工程"});
    EXPECT_EQ(refusal(face), ErrorCode::text_does_not_fit);
    face = sample_face();
    face.authorities.resize(5, "演示厅");
    EXPECT_EQ(refusal(face), ErrorCode::text_does_not_fit);
}

TEST(Layout, refuses_characters_no_font_has_wherever_they_stand) {
    const std::string private_use = "\xEE\xA1\xA3";
    Face face = sample_face();
    face.fields[0].value = "王" + private_use;
    EXPECT_EQ(refusal(face), ErrorCode::glyph_missing);
    face = sample_face();
    face.endorsement->recipient = private_use;
    EXPECT_EQ(refusal(face), ErrorCode::glyph_missing);
    face = sample_face();
    face.title_zh += private_use;
    EXPECT_EQ(refusal(face), ErrorCode::glyph_missing);
}

TEST(Layout, refuses_a_page_that_claims_more_or_less_than_its_kind) {
    Face face = sample_face();
    face.endorsement.reset();
    EXPECT_EQ(refusal(face), ErrorCode::invalid_input);
    face = sample_exempt();
    face.endorsement = sample_face().endorsement;
    EXPECT_EQ(refusal(face), ErrorCode::invalid_input);
    face = sample_face();
    face.qr_url.clear();
    EXPECT_EQ(refusal(face), ErrorCode::invalid_input);
    face = sample_face();
    face.photo = {};
    EXPECT_EQ(refusal(face), ErrorCode::invalid_input);
    face = sample_preview();
    face.qr_url = "https://verify.yinxin.example/v/x";
    EXPECT_EQ(refusal(face), ErrorCode::invalid_input);
    face = sample_face();
    face.template_id = "none";
    EXPECT_EQ(refusal(face), ErrorCode::template_unknown);
    face = sample_face();
    face.seal_id = "none";
    EXPECT_EQ(refusal(face), ErrorCode::seal_unknown);
}

TEST(Layout, gives_previews_and_specimens_neither_seal_nor_code_but_says_what_they_are) {
    Face face = sample_preview();
    for (const FaceKind kind : {FaceKind::preview, FaceKind::specimen}) {
        face.kind = kind;
        const auto plate = lay_out_plate(face, *sample_stationery());
        const auto drawing = lay_out_variables(face, *sample_stationery());
        ASSERT_TRUE(plate);
        ASSERT_TRUE(drawing);
        EXPECT_FALSE(plate->seal);
        EXPECT_TRUE(drawing->codes.empty());
        ASSERT_EQ(drawing->forms.size(), 1U);
        EXPECT_EQ(encode_utf8(runs_of(drawing->forms[0].ops).at(0).text),
                  kind == FaceKind::preview ? "预览 · 不作证明" : "样张 · 不作证明");
        EXPECT_EQ(drawing->watermark.size(), 3U);
    }
}

TEST(Layout, says_the_whole_endorsement_in_the_watermark_as_outlines) {
    const auto drawing = lay_out_variables(sample_face(), *sample_stationery());
    ASSERT_TRUE(drawing);
    const TextRun mark = runs_of(drawing->forms.at(0).ops).at(0);
    EXPECT_EQ(mark.paint, TextPaint::outlines);
    EXPECT_EQ(encode_utf8(mark.text),
              "仅限本人调用 · 演示市轨道交通建设有限公司 · 有效期至 2027年2月20日24:00 · "
              "JZ2026-1123-0000-4821");
}

TEST(Layout, shares_a_plate_between_persons_but_not_between_layouts) {
    Face other = sample_face();
    other.fields[0].value = "李演示";
    other.certificate_no = "YX1";
    other.endorsement->scenario = "求职";
    EXPECT_EQ(plate_key(sample_face()), plate_key(other));
    other.endorsement->recipient.clear();
    EXPECT_NE(plate_key(sample_face()), plate_key(other));
    other = sample_face();
    other.fields[1].label_zh = "其他";
    EXPECT_NE(plate_key(sample_face()), plate_key(other));
    EXPECT_NE(plate_key(sample_exempt()), plate_key(sample_preview()));
}

TEST(Layout, text_equivalent_holds_every_value_of_the_page) {
    const Face face = sample_face();
    const auto lines = text_equivalent(face);
    for (const std::string& value : {face.fields[0].value,
                                     face.licence_id,
                                     face.management_no,
                                     face.authorities[1],
                                     face.endorsement->recipient,
                                     face.endorsement->copy_number,
                                     face.check_code}) {
        EXPECT_TRUE(std::ranges::any_of(lines, [&](const TextLine& line) {
            return line.value == value;
        })) << value;
    }
}

}  // namespace
}  // namespace yinxin::documents
