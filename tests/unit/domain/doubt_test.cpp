// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/doubt.hpp"

#include "yinxin/domain/attachment.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

constexpr auto all_states = [] { return all_keyed<DoubtState>(); };

TEST(Doubt, ends_refused_corrected_or_withdrawn_and_then_stays) {
    for (const auto& from : all_states()) {
        for (const auto& to : all_states()) {
            const bool is_final = !is_unsettled(from.value);
            if (is_final) EXPECT_FALSE(may_become(from.value, to.value)) << from.key << to.key;
        }
        EXPECT_FALSE(may_become(from.value, DoubtState::open)) << from.key;
    }
    EXPECT_TRUE(may_become(DoubtState::open, DoubtState::taken));
    EXPECT_TRUE(may_become(DoubtState::taken, DoubtState::taken));
    EXPECT_FALSE(may_become(DoubtState::open, DoubtState::accepted));
    EXPECT_FALSE(may_become(DoubtState::taken, DoubtState::corrected));
    EXPECT_TRUE(may_become(DoubtState::accepted, DoubtState::corrected));
    EXPECT_TRUE(may_become(DoubtState::accepted, DoubtState::refused));
    EXPECT_FALSE(may_become(DoubtState::accepted, DoubtState::withdrawn));
}

TEST(Doubt, fields_are_kept_in_the_order_of_the_form) {
    EXPECT_EQ(join_fields({DoubtField::other, DoubtField::name}), "name,other");
    EXPECT_EQ(parse_fields("name,other"), (std::vector{DoubtField::name, DoubtField::other}));
    EXPECT_EQ(parse_fields("name,unknown"), std::vector{DoubtField::name});
    EXPECT_TRUE(parse_fields("").empty());
}

TEST(Doubt, a_text_has_five_to_a_thousand_characters_and_keeps_its_lines) {
    EXPECT_EQ(*parse_doubt_text("  姓名错了\r\n见身份证 "), "姓名错了\n见身份证");
    EXPECT_EQ(parse_doubt_text("姓名错了").error().code(), ErrorCode::doubt_text_invalid);
    std::string longest;
    for (int i = 0; i < 1000; ++i)
        longest += "字";
    EXPECT_TRUE(parse_doubt_text(longest));
    EXPECT_FALSE(parse_doubt_text(longest + "字"));
    EXPECT_FALSE(parse_doubt_text(std::string("姓名错了\0吗", 16)));
    EXPECT_FALSE(parse_doubt_text("\xff\xfe 不是文字"));
}

TEST(Doubt, the_deadline_counts_from_the_day_after_and_stands_while_the_holder_is_asked) {
    const CivilDay reported = make_day(2026, 11, 23);
    const CivilDay due = doubt_due_on(reported, 21);
    EXPECT_EQ(format_day(due), "2026-12-14");
    EXPECT_FALSE(is_overdue(DoubtState::open, false, due, due));
    EXPECT_TRUE(is_overdue(DoubtState::open, false, due, due + Days(1)));
    EXPECT_TRUE(is_overdue(DoubtState::taken, false, due, due + Days(1)));
    EXPECT_FALSE(is_overdue(DoubtState::taken, true, due, due + Days(1)));
    EXPECT_FALSE(is_overdue(DoubtState::accepted, false, due, due + Days(1)));
    const CivilDay asked = make_day(2026, 11, 30);
    EXPECT_EQ(doubt_due_after_reply(due, asked, asked + Days(9)), due + Days(9));
    EXPECT_EQ(doubt_due_after_reply(due, asked, asked), due);
    // A clock that was set back gives nobody less time.
    EXPECT_EQ(doubt_due_after_reply(due, asked, asked - Days(2)), due);
}

TEST(Doubt, a_province_comes_from_resident_numbers_only) {
    using Type = IdDocumentType;
    EXPECT_EQ(province_of({Type::resident_identity_card, "110105199003071236"}), "11");
    EXPECT_EQ(province_of({Type::hk_macau_taiwan_residence, "810000199003071236"}), "81");
    EXPECT_EQ(province_of({Type::hk_macau_taiwan_residence, "830000199003071236"}), "71");
    EXPECT_EQ(province_of({Type::passport, "110105199"}), "");
    EXPECT_EQ(province_of({Type::foreign_permanent_residence, "911124198108030024"}), "");
}

TEST(Attachment, is_what_its_bytes_are) {
    EXPECT_EQ(attachment_media(as_bytes("%PDF-1.7")), "application/pdf");
    EXPECT_EQ(attachment_media(as_bytes("\x89PNG\r\n\x1a\n...")), "image/png");
    EXPECT_EQ(attachment_media(as_bytes("\xff\xd8\xff\xe0")), "image/jpeg");
    EXPECT_EQ(attachment_media(as_bytes("<svg xmlns='http://www.w3.org/2000/svg'>")), "");
    EXPECT_EQ(attachment_media(as_bytes("")), "");
    EXPECT_EQ(plain_file_name("C:\\scans\\证件照.jpg"), "证件照.jpg");
    EXPECT_EQ(plain_file_name("a/b\r\nc"), "bc");
    EXPECT_EQ(plain_file_name("/"), "attachment");
}

}  // namespace
}  // namespace yinxin::domain
