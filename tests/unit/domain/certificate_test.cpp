// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/certificate.hpp"

#include <set>

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

using Status = CertificateStatus;

FaceData sample_face() {
    FaceData face;
    face.kind = CertificateKind::pass_proof;
    face.version = 2;
    face.name = "演示·𠮷";
    face.sex = Sex::female;
    face.birth = std::chrono::year(1990) / std::chrono::month(5);
    face.id_type = IdDocumentType::passport;
    face.id_number = "E12345678";
    face.qualification_id = "constructor_1";
    face.title = {"资格证书", "Certificate: with\nline"};
    face.approved_on = make_day(2024, 2, 29);
    face.issued_on = make_day(2024, 3, 1);
    face.management_no = "202402988510000001";
    face.issuer = {"演示中心", "Demonstration centre"};
    face.authorities = {{"甲", "A"}, {"乙", "B"}};
    return face;
}

TEST(Certificate, ends_for_good_when_revoked_cancelled_or_superseded) {
    for (const auto& [from, from_key] : all_keyed<Status>()) {
        for (const auto& [to, to_key] : all_keyed<Status>()) {
            const bool open = from == Status::valid || from == Status::suspended;
            EXPECT_EQ(may_become(from, to), open && from != to) << from_key << " " << to_key;
        }
    }
}

TEST(Certificate, exports_a_distinct_status_code_for_each_status) {
    std::set<std::string_view> codes;
    for (const auto& [status, name] : all_keyed<Status>()) {
        codes.insert(export_codes(status).status);
    }
    EXPECT_EQ(codes, (std::set<std::string_view>{"01", "02", "03", "04", "05"}));
}

TEST(Certificate, takes_numbers_as_opaque_text) {
    EXPECT_EQ(*parse_management_no(" 2024029885１ 0000001a "), "202402988510000001A");
    EXPECT_TRUE(parse_certificate_no("YS-2024-000001"));
    EXPECT_TRUE(parse_management_no(std::string(32, '9')));
    for (const std::string& wrong :
         {std::string(), std::string(33, '9'), std::string("2024_1"), std::string("二〇二四")}) {
        const auto number = parse_management_no(wrong);
        ASSERT_FALSE(number) << wrong;
        EXPECT_EQ(number.error().code(), ErrorCode::certificate_number_invalid);
    }
}

TEST(FaceData, comes_back_from_its_canonical_text) {
    for (const FaceData& face : {sample_face(), FaceData{}}) {
        const std::string text = canonical_text(face);
        const auto back = parse_canonical_text(text);
        ASSERT_TRUE(back) << back.error().describe();
        EXPECT_EQ(*back, face);
        EXPECT_EQ(canonical_text(*back), text);
    }
}

TEST(FaceData, changes_its_canonical_text_with_every_field) {
    const FaceData base = sample_face();
    std::set<std::string> texts{canonical_text(base)};
    const auto add = [&](auto change) {
        FaceData face = base;
        change(face);
        EXPECT_TRUE(texts.insert(canonical_text(face)).second);
    };
    add([](FaceData& f) { f.kind = CertificateKind::certificate; });
    add([](FaceData& f) { f.version = 3; });
    add([](FaceData& f) { f.name += "x"; });
    add([](FaceData& f) { f.latin_name += "x"; });
    add([](FaceData& f) { f.sex = Sex::male; });
    add([](FaceData& f) { f.birth += std::chrono::months(1); });
    add([](FaceData& f) { f.id_type = IdDocumentType::other; });
    add([](FaceData& f) { f.id_number += "x"; });
    add([](FaceData& f) { f.photo_sha256 += "x"; });
    add([](FaceData& f) { f.qualification_id += "x"; });
    add([](FaceData& f) { f.level_code += "x"; });
    add([](FaceData& f) { f.specialty_code += "x"; });
    add([](FaceData& f) { f.title.en += "x"; });
    add([](FaceData& f) { f.qualification.zh += "x"; });
    add([](FaceData& f) { f.level.zh += "x"; });
    add([](FaceData& f) { f.specialty.en += "x"; });
    add([](FaceData& f) { f.approved_on += Days(1); });
    add([](FaceData& f) { f.issued_on += Days(1); });
    add([](FaceData& f) { f.certificate_no += "x"; });
    add([](FaceData& f) { f.management_no += "x"; });
    add([](FaceData& f) { f.licence_id += "x"; });
    add([](FaceData& f) { f.issuer_id += "x"; });
    add([](FaceData& f) { f.issuer_uscc += "x"; });
    add([](FaceData& f) { f.issuer.zh += "x"; });
    add([](FaceData& f) { f.authorities.pop_back(); });
    add([](FaceData& f) { f.authorities[1].en += "x"; });
    add([](FaceData& f) { f.template_id += "x"; });
    add([](FaceData& f) { f.seal_type += "x"; });
}

TEST(FaceData, cannot_be_forged_by_text_that_looks_like_another_field) {
    FaceData one;
    one.name = "A\nlatin_name 1:B";
    FaceData other;
    other.name = "A";
    other.latin_name = "B";
    EXPECT_NE(canonical_text(one), canonical_text(other));
}

TEST(FaceData, refuses_every_truncation_and_every_addition) {
    const std::string text = canonical_text(sample_face());
    for (std::size_t length = 0; length < text.size(); ++length) {
        ASSERT_FALSE(parse_canonical_text(std::string_view(text).substr(0, length))) << length;
    }
    EXPECT_FALSE(parse_canonical_text(text + "\n"));
    EXPECT_FALSE(parse_canonical_text("x" + text));
    std::string padded = text;
    padded.replace(padded.find("version 1:2"), 11, "version 2:02");
    EXPECT_FALSE(parse_canonical_text(padded));
    std::string huge = text;
    huge.replace(huge.find("\nname 12:") + 1, 8, "name 99999999999999999999:");
    EXPECT_FALSE(parse_canonical_text(huge));
}

}  // namespace
}  // namespace yinxin::domain
