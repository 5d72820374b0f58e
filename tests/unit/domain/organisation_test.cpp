// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/organisation.hpp"

#include "yinxin/domain/invitation_code.hpp"

#include <gtest/gtest.h>

namespace yinxin::domain {
namespace {

ErrorCode refusal_of(const Result<OrganisationContact>& contact) {
    return contact ? ErrorCode::internal : contact.error().code();
}

TEST(OrganisationName, is_one_line_of_two_to_a_hundred_characters) {
    EXPECT_EQ(*parse_organisation_name("  演示建设\n 集团 "), "演示建设 集团");
    std::string hundred;
    for (std::size_t i = 0; i < max_organisation_name; ++i) {
        hundred += "演";
    }
    EXPECT_TRUE(parse_organisation_name(hundred));
    const std::string boasting = "演示单位（已核实）";
    for (const std::string& wrong : {std::string(), std::string("演"), hundred + "示", boasting}) {
        const auto refused = parse_organisation_name(wrong);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code(), ErrorCode::organisation_name_invalid);
    }
}

TEST(OrganisationCode, is_checked_as_a_credit_code) {
    EXPECT_EQ(parse_organisation_uscc(" 9100 0000 1000 0000 1A").error().code(),
              ErrorCode::organisation_uscc_invalid);
    const std::string body = "99000000MA0000001";
    const std::string code = body + uscc_check(body);
    EXPECT_EQ(parse_organisation_uscc(code)->value, code);
}

TEST(OrganisationContactForm, takes_mobiles_and_land_lines_as_people_write_them) {
    EXPECT_EQ(parse_contact("演示人", "０１０－0000 0000")->phone, "010-0000 0000");
    EXPECT_EQ(parse_contact("演示人", "+86 138 0000 0000")->phone, "+86 138 0000 0000");
    EXPECT_EQ(refusal_of(parse_contact("", "01000000000")),
              ErrorCode::organisation_contact_invalid);
    for (const char* wrong : {"", "123456", "1234567890123456", "0100000000转1", "call me"}) {
        const auto refused = parse_contact("演示人", wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().params().at("field"), "contact_phone");
    }
}

TEST(InvitationCode, is_read_as_people_type_it) {
    const auto code = parse_invitation_code(" 7k3m-9qxz o4tb－alc2 ");
    ASSERT_TRUE(code);
    EXPECT_EQ(code->value, "7K3M9QXZ04TBA1C2");
    EXPECT_EQ(grouped(*code), "7K3M-9QXZ-04TB-A1C2");
}

TEST(InvitationCode, that_is_none_looks_like_one_that_is_over) {
    for (const char* wrong : {"", "7K3M", "7K3M-9QXZ-04TB-A1C2-0", "7K3M-9QXZ-04TB-A1CU"}) {
        const auto refused = parse_invitation_code(wrong);
        ASSERT_FALSE(refused) << wrong;
        EXPECT_EQ(refused.error().code(), ErrorCode::organisation_invitation_over);
    }
}

}  // namespace
}  // namespace yinxin::domain
