// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/aws_signature.hpp"

#include "yinxin/crypto/digest.hpp"
#include "yinxin/storage/aws_credentials.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

// The examples of "Authenticating Requests: Using the Authorization Header (AWS Signature Version
// 4)", Amazon S3 API reference: one key pair, one bucket, 24 May 2013, us-east-1. The key pair is
// the one AWS prints in its documents.
const AwsCredentials documented{
    "AKIAIOSFODNN7EXAMPLE", Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"), ""};
const Instant documented_day = *parse_instant("2013-05-24T00:00:00Z");
const std::string host = "examplebucket.s3.amazonaws.com";

std::string signature_of(const AwsRequest& request) {
    const std::string value = aws_authorization(request, documented, "us-east-1", documented_day);
    return value.substr(value.rfind('=') + 1);
}

TEST(AwsSignature, of_the_documented_get_of_an_object) {
    const AwsRequest request{"GET",
                             "/test.txt",
                             {},
                             {{"host", host},
                              {"range", "bytes=0-9"},
                              {"x-amz-content-sha256", aws_empty_payload()},
                              {"x-amz-date", aws_time(documented_day)}},
                             aws_empty_payload()};
    EXPECT_EQ(aws_authorization(request, documented, "us-east-1", documented_day),
              "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
              "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
              "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(AwsSignature, of_the_documented_put_whose_name_has_a_dollar) {
    const std::string payload = to_hex(crypto::sha256(as_bytes("Welcome to Amazon S3.")));
    const AwsRequest request{"PUT",
                             "/test$file.text",
                             {},
                             {{"x-amz-storage-class", "REDUCED_REDUNDANCY"},
                              {"x-amz-date", aws_time(documented_day)},
                              {"x-amz-content-sha256", payload},
                              {"host", host},
                              {"date", "Fri, 24 May 2013 00:00:00 GMT"}},
                             payload};
    EXPECT_EQ(signature_of(request),
              "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(AwsSignature, of_the_documented_request_whose_query_has_no_value) {
    const AwsRequest request{"GET",
                             "/",
                             {{"lifecycle", ""}},
                             {{"host", host},
                              {"x-amz-content-sha256", aws_empty_payload()},
                              {"x-amz-date", aws_time(documented_day)}},
                             aws_empty_payload()};
    EXPECT_EQ(signature_of(request),
              "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
}

TEST(AwsSignature, of_the_documented_listing_whatever_the_order_of_its_query) {
    AwsRequest request{"GET",
                       "/",
                       {{"prefix", "J"}, {"max-keys", "2"}},
                       {{"host", host},
                        {"x-amz-content-sha256", aws_empty_payload()},
                        {"x-amz-date", aws_time(documented_day)}},
                       aws_empty_payload()};
    const std::string documented_signature =
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7";
    EXPECT_EQ(signature_of(request), documented_signature);
    std::ranges::reverse(request.query);
    std::ranges::reverse(request.headers);
    EXPECT_EQ(signature_of(request), documented_signature);
}

TEST(AwsSignature, a_query_is_sorted_by_its_encoded_bytes) {
    // '+' is %2B and so before letters, '~' stays and comes after them; a shorter name is first.
    EXPECT_EQ(aws_query({{"~", "1"}, {"a", "2"}, {"+", "3"}, {"a-", "4"}, {"a", "1"}}),
              "%2B=3&a=1&a=2&a-=4&~=1");
    EXPECT_EQ(aws_query({}), "");
    EXPECT_EQ(aws_query({{"uploads", ""}}), "uploads=");
}

TEST(AwsSignature, encodes_utf8_and_spaces_by_bytes_and_leaves_what_is_unreserved) {
    EXPECT_EQ(aws_encode("a b/演示+~"), "a%20b%2F%E6%BC%94%E7%A4%BA%2B~");
    EXPECT_EQ(aws_encode_path("/a b/演示*"), "/a%20b/%E6%BC%94%E7%A4%BA%2A");
    const std::string unreserved =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    EXPECT_EQ(aws_encode(unreserved), unreserved);
}

TEST(AwsSignature, any_order_of_any_query_and_headers_signs_the_same) {
    std::mt19937 random(20261129);
    const auto text = [&random] {
        std::string made;
        const std::size_t length = random() % 6;
        while (made.size() < length)
            made += static_cast<char>(1 + random() % 255);
        return made;
    };
    for (int round = 0; round < 200; ++round) {
        AwsRequest request{"GET", "/" + text(), {}, {}, aws_empty_payload()};
        for (int i = 0; i < 5; ++i)
            request.query.emplace_back(text(), text());
        request.headers = {{"host", host}, {"x-amz-date", "d"}, {"x-amz-meta-a", "v"}};
        const std::string canonical = aws_canonical_request(request);
        std::ranges::shuffle(request.query, random);
        std::ranges::shuffle(request.headers, random);
        EXPECT_EQ(aws_canonical_request(request), canonical);
        // Only unreserved characters and escapes are ever sent.
        for (const char c : aws_query(request.query)) {
            const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0;
            EXPECT_TRUE(is_plain || std::string_view("-._~%=&").contains(c)) << int{c};
        }
    }
}

TEST(AwsSignature, another_secret_region_or_day_signs_otherwise) {
    const AwsRequest request{"GET", "/a", {}, {{"host", host}}, aws_empty_payload()};
    const auto signed_by =
        [&](const AwsCredentials& credentials, std::string_view region, Instant at) {
            const std::string value = aws_authorization(request, credentials, region, at);
            return value.substr(value.rfind('=') + 1);
        };
    const std::string own = signed_by(documented, "us-east-1", documented_day);
    AwsCredentials other = documented;
    other.secret = Secret(std::string("another"));
    EXPECT_NE(own, signed_by(other, "us-east-1", documented_day));
    EXPECT_NE(own, signed_by(documented, "cn-north-1", documented_day));
    EXPECT_NE(own, signed_by(documented, "us-east-1", documented_day + Days(1)));
}

TEST(AwsCredentialsText, is_read_as_aws_writes_it) {
    const auto read = parse_aws_credentials(
        "# a comment\n[other]\naws_access_key_id = NO\n"
        "aws_secret_access_key=no\n\n[default]\r\n"
        "aws_access_key_id = ID\r\n"
        "aws_secret_access_key=se/cr=et\n"
        "aws_session_token = token\n");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->key_id, "ID");
    EXPECT_EQ(read->secret.expose(), "se/cr=et");
    EXPECT_EQ(read->session_token, "token");
}

TEST(AwsCredentialsText, without_a_key_is_refused_without_telling_what_it_holds) {
    const auto read = parse_aws_credentials("[default]\naws_secret_access_key = hidden-word\n");
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code(), ErrorCode::config_invalid);
    EXPECT_EQ(read.error().describe().find("hidden-word"), std::string::npos);
}

}  // namespace
}  // namespace yinxin::storage
