// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/der.hpp"

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

Bytes hex(std::string_view text) {
    return *parse_hex(text);
}

struct IntegerCase {
    std::int64_t value;
    std::string encoded;
};

TEST(DerWriter, writes_integers_in_the_fewest_bytes) {
    const std::vector<IntegerCase> cases{{0, "020100"},
                                         {1, "020101"},
                                         {127, "02017f"},
                                         {128, "02020080"},
                                         {255, "020200ff"},
                                         {256, "02020100"},
                                         {-1, "0201ff"},
                                         {-128, "020180"},
                                         {-129, "0202ff7f"},
                                         {INT64_MAX, "02087fffffffffffffff"},
                                         {INT64_MIN, "02088000000000000000"}};
    for (const IntegerCase& one : cases) {
        EXPECT_EQ(to_hex(der::integer(one.value)), one.encoded);
        EXPECT_EQ(*der::parse_integer(BytesView(hex(one.encoded)).subspan(2)), one.value);
    }
}

TEST(DerWriter, writes_unsigned_integers_without_a_sign_to_mistake) {
    EXPECT_EQ(to_hex(der::unsigned_integer(hex("80"))), "02020080");
    EXPECT_EQ(to_hex(der::unsigned_integer(hex("00007f"))), "02017f");
    EXPECT_EQ(to_hex(der::unsigned_integer({})), "020100");
}

TEST(DerWriter, writes_lengths_in_the_fewest_bytes) {
    EXPECT_EQ(to_hex(BytesView(der::octet_string(Bytes(127))).first(2)), "047f");
    EXPECT_EQ(to_hex(BytesView(der::octet_string(Bytes(128))).first(3)), "048180");
    EXPECT_EQ(to_hex(BytesView(der::octet_string(Bytes(255))).first(3)), "0481ff");
    EXPECT_EQ(to_hex(BytesView(der::octet_string(Bytes(256))).first(4)), "04820100");
    EXPECT_EQ(to_hex(BytesView(der::octet_string(Bytes(65536))).first(5)), "0483010000");
}

// Encodings from X.690 clause 8.19 and RFC 5652.
TEST(DerWriter, writes_object_identifiers) {
    EXPECT_EQ(to_hex(der::oid("1.2.840.113549.1.7.2")), "06092a864886f70d010702");
    EXPECT_EQ(to_hex(der::oid("2.999.3")), "0603883703");
    EXPECT_EQ(to_hex(der::oid("1.2.156.10197.1.501")), "06082a811ccf55018375");
    for (const char* wrong : {"", "1", "3.1", "1.40", "1..2", "1.2.x", "1.02"}) {
        EXPECT_THROW((void)der::oid(wrong), std::invalid_argument) << wrong;
    }
}

TEST(DerWriter, sorts_the_members_of_a_set) {
    EXPECT_EQ(to_hex(der::set_of({der::integer(2), der::null(), der::integer(1)})),
              "31080201010201020500");
}

TEST(DerWriter, writes_times_as_certificates_need_them) {
    const Instant at(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) +
                     std::chrono::hours(10));
    EXPECT_EQ(as_text(BytesView(der::generalized_time(at)).subspan(2)), "20261123100000Z");
    EXPECT_EQ(as_text(BytesView(der::utc_time(at)).subspan(2)), "261123100000Z");
    const Instant later(std::chrono::sys_days(std::chrono::year(2050) / 1 / 1));
    EXPECT_EQ(der::x509_time(later - std::chrono::seconds(1)).front(), der::tag::utc_time);
    EXPECT_EQ(der::x509_time(later).front(), der::tag::generalized_time);
    EXPECT_THROW((void)der::utc_time(later), std::out_of_range);
}

struct RefusedCase {
    const char* why;
    const char* bytes;
};

TEST(DerReader, refuses_what_is_not_distinguished) {
    const std::vector<RefusedCase> cases{
        {"nothing at all", ""},
        {"tag alone", "30"},
        {"indefinite length", "30800000"},
        {"length 5 in two bytes", "0481050102030405"},
        {"length with a leading zero", "0482000101"},
        {"length of more than four bytes", "04850000000001ff"},
        {"content cut short", "040501"},
        {"length bytes cut short", "0482ff"},
        {"bytes after the element", "020101ff"},
        {"tag number in several bytes", "1f8101020101"},
        {"integer without content", "0200"},
        {"integer with a superfluous zero", "0202007f"},
        {"integer with a superfluous ff", "0202ff80"},
        {"true that is not ff", "010101"},
        {"boolean of two bytes", "0102ffff"},
        {"null with content", "050100"},
        {"bit string without unused bits", "0300"},
        {"bit string with nine unused bits", "03020900"},
    };
    for (const RefusedCase& one : cases) {
        EXPECT_FALSE(der::parse_single(hex(one.bytes))) << one.why;
    }
}

TEST(DerReader, refuses_faults_deep_inside) {
    EXPECT_TRUE(der::check_nesting(hex("30053003020101")));
    EXPECT_FALSE(der::check_nesting(hex("3006300402020001")));
    EXPECT_FALSE(der::check_nesting(hex("30063080020101")));
}

TEST(DerReader, bounds_how_deep_it_follows) {
    Bytes nested = der::null();
    for (int i = 0; i < 33; ++i) {
        nested = der::sequence({nested});
    }
    EXPECT_FALSE(der::check_nesting(nested, 32));
    EXPECT_TRUE(der::check_nesting(nested, 33));
}

TEST(DerReader, returns_slices_of_the_received_bytes) {
    const Bytes bytes = der::sequence({der::integer(7), der::octet_string(as_bytes("ab"))});
    const auto whole = der::parse_single(bytes);
    ASSERT_TRUE(whole);
    EXPECT_EQ(whole->whole.data(), bytes.data());
    der::Reader reader(whole->content);
    EXPECT_EQ(*reader.next_integer(), 7);
    EXPECT_EQ(as_text(*reader.next_octets()), "ab");
    EXPECT_TRUE(reader.expect_end());
    EXPECT_FALSE(reader.next());
}

TEST(DerReader, says_when_another_element_stands_there) {
    const Bytes bytes = der::integer(7);
    EXPECT_FALSE(der::Reader(bytes).next(der::tag::octet_string));
    der::Reader reader(bytes);
    EXPECT_FALSE(reader.next_if(der::tag::null)->has_value());
    EXPECT_TRUE(reader.next_if(der::tag::integer)->has_value());
}

TEST(DerReader, reads_identifiers_and_refuses_malformed_ones) {
    EXPECT_EQ(*der::parse_oid(hex("2a864886f70d010702")), "1.2.840.113549.1.7.2");
    EXPECT_EQ(*der::parse_oid(hex("883703")), "2.999.3");
    EXPECT_FALSE(der::parse_oid({}));
    EXPECT_FALSE(der::parse_oid(hex("2a86")));
    EXPECT_FALSE(der::parse_oid(hex("2a8001")));
    EXPECT_FALSE(der::parse_oid(hex("2affffffffffffffffff7f")));
}

struct TimeCase {
    std::uint8_t tag;
    const char* text;
    bool is_right;
};

TEST(DerReader, reads_times_and_refuses_other_spellings) {
    const std::vector<TimeCase> cases{
        {der::tag::utc_time, "261123100000Z", true},
        {der::tag::utc_time, "2611231000Z", false},
        {der::tag::utc_time, "261123100000+0800", false},
        {der::tag::utc_time, "261323100000Z", false},
        {der::tag::utc_time, "270229000000Z", false},
        {der::tag::generalized_time, "20261123100000Z", true},
        {der::tag::generalized_time, "20261123100000.5Z", true},
        {der::tag::generalized_time, "20261123100000.50Z", false},
        {der::tag::generalized_time, "20261123100000.Z", false},
        {der::tag::generalized_time, "20261123100060Z", false},
        {der::tag::generalized_time, "20261123100000", false},
        {der::tag::octet_string, "20261123100000Z", false},
    };
    for (const TimeCase& one : cases) {
        const Bytes bytes = der::element(one.tag, as_bytes(one.text));
        const auto at = der::parse_time(*der::parse_single(bytes));
        ASSERT_EQ(at.has_value(), one.is_right) << one.text;
        if (at) EXPECT_EQ(format_utc(*at), "2026-11-23T10:00:00Z");
    }
}

TEST(DerReader, takes_zero_padding_only_where_a_field_is_padded) {
    EXPECT_EQ(der::parse_padded(hex("020107000000"))->whole.size(), 3U);
    EXPECT_FALSE(der::parse_padded(hex("0201070000ff")));
    EXPECT_FALSE(der::parse_single(hex("02010700")));
}

}  // namespace
}  // namespace yinxin::crypto
