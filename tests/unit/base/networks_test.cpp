// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/networks.hpp"

#include <gtest/gtest.h>

namespace yinxin {
namespace {

NetworkList list_of(std::vector<std::string> texts) {
    auto list = NetworkList::create(texts);
    return list ? *std::move(list) : NetworkList();
}

bool is_public(std::string_view text) {
    const auto address = parse_address(text);
    EXPECT_TRUE(address) << text;
    return address && is_public_address(*address);
}

TEST(Networks, a_network_holds_its_addresses_and_no_neighbour) {
    const NetworkList list = list_of({"10.1.0.0/15", "192.0.2.7", "2001:db8:1::/48"});
    EXPECT_TRUE(list.contains("10.0.255.255"));
    EXPECT_TRUE(list.contains("10.1.0.1"));
    EXPECT_FALSE(list.contains("10.2.0.1"));
    EXPECT_TRUE(list.contains("192.0.2.7"));
    EXPECT_FALSE(list.contains("192.0.2.8"));
    EXPECT_TRUE(list.contains("2001:db8:1:ffff::1"));
    EXPECT_FALSE(list.contains("2001:db8:2::1"));
}

TEST(Networks, both_spellings_of_an_ipv4_address_are_one) {
    EXPECT_TRUE(list_of({"10.0.0.0/8"}).contains("::ffff:10.1.2.3"));
    EXPECT_TRUE(list_of({"::ffff:10.0.0.1"}).contains("10.0.0.1"));
}

TEST(Networks, what_is_no_network_is_refused_by_name) {
    for (const char* text :
         {"", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/x", "host", "1.2.3"}) {
        const std::vector<std::string> one{text};
        const auto list = NetworkList::create(one);
        ASSERT_FALSE(list) << text;
        EXPECT_EQ(list.error().code(), ErrorCode::malformed);
        EXPECT_NE(list.error().detail().find(text), std::string::npos);
    }
}

TEST(Networks, an_empty_list_holds_nothing_and_no_address_is_in_no_list) {
    EXPECT_FALSE(NetworkList().contains("127.0.0.1"));
    EXPECT_FALSE(list_of({"0.0.0.0/0", "::/0"}).contains("not an address"));
}

TEST(Networks, the_open_internet_is_public) {
    for (const char* text :
         {"8.8.8.8", "223.255.255.255", "172.32.0.1", "2400:3200::1", "::ffff:1.1.1.1"}) {
        EXPECT_TRUE(is_public(text)) << text;
    }
}

TEST(Networks, nothing_inside_a_house_is_public) {
    for (const char* text : {"127.0.0.1",
                             "10.0.0.1",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.168.1.1",
                             "169.254.169.254",
                             "100.64.0.1",
                             "0.0.0.0",
                             "224.0.0.1",
                             "255.255.255.255",
                             "198.18.0.1",
                             "::",
                             "::1",
                             "fe80::1",
                             "fc00::1",
                             "fd12::1",
                             "ff02::1",
                             "::ffff:127.0.0.1",
                             "::ffff:10.0.0.1",
                             "::127.0.0.1",
                             "64:ff9b::7f00:1",
                             "2002:7f00:1::",
                             "2001:0:7f00:1::",
                             "2001:db8::1"}) {
        EXPECT_FALSE(is_public(text)) << text;
    }
}

TEST(Networks, loopback_is_this_host_alone) {
    EXPECT_TRUE(is_loopback_address(*parse_address("127.8.9.1")));
    EXPECT_TRUE(is_loopback_address(*parse_address("::1")));
    EXPECT_FALSE(is_loopback_address(*parse_address("10.0.0.1")));
    EXPECT_FALSE(is_loopback_address(*parse_address("::2")));
}

}  // namespace
}  // namespace yinxin
