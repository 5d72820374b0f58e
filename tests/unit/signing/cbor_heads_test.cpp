// SPDX-License-Identifier: Apache-2.0
#include "yinxin/signing/cbor_heads.hpp"

#include <gtest/gtest.h>

namespace yinxin::signing {
namespace {

bool are_true(std::string_view hex) {
    return are_cbor_lengths_true(*parse_hex(hex));
}

TEST(CborHeads, of_the_examples_of_the_standard_are_true) {
    // RFC 8949, appendix A: integers, a float, strings, a tag, arrays and a map.
    for (const std::string_view hex : {"00",
                                       "1818",
                                       "1bffffffffffffffff",
                                       "3903e7",
                                       "fb3ff199999999999a",
                                       "4401020304",
                                       "6449455446",
                                       "c11a514b67b0",
                                       "8301820203820405",
                                       "a26161016162820203"}) {
        EXPECT_TRUE(are_true(hex)) << hex;
    }
}

TEST(CborHeads, that_promise_more_than_there_is_are_not) {
    for (const std::string_view hex : {"44010203",            // four octets, three there
                                       "5b0000000e8aebee90",  // sixty gigabytes
                                       "7a7fffffff61",
                                       "9b0000000100000000",  // four thousand million items
                                       "bb8000000000000001",
                                       "a201",     // two pairs in one byte
                                       "19ff"}) {  // half an argument
        EXPECT_FALSE(are_true(hex)) << hex;
    }
}

TEST(CborHeads, of_indefinite_length_or_reserved_are_refused) {
    for (const std::string_view hex : {"5f42010243030405ff", "9fff", "bfff", "1c", "ff"}) {
        EXPECT_FALSE(are_true(hex)) << hex;
    }
}

}  // namespace
}  // namespace yinxin::signing
