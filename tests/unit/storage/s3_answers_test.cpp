// SPDX-License-Identifier: Apache-2.0
#include "yinxin/storage/s3_answers.hpp"

#include <gtest/gtest.h>

namespace yinxin::storage {
namespace {

TEST(S3Answers, a_page_tells_its_objects_and_where_it_goes_on) {
    const auto page = parse_s3_page(as_bytes(
        R"(<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><Prefix>p/</Prefix>
<MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated><NextContinuationToken>to&amp;ken</NextContinuationToken>
<Contents><Key>p/a &lt;b</Key><LastModified>2026-11-29T12:00:01.250Z</LastModified><ETag>"x"</ETag>
<Size>33</Size><StorageClass>STANDARD</StorageClass><Owner><ID>1</ID></Owner></Contents>
<Contents><Key>p/c</Key><LastModified>2026-11-29T12:00:02.000Z</LastModified><Size>0</Size></Contents>
</ListBucketResult>)"));
    ASSERT_TRUE(page) << page.error().describe();
    ASSERT_EQ(page->objects.size(), 2U);
    EXPECT_EQ(page->objects[0].key, "p/a <b");
    EXPECT_EQ(page->objects[0].size, 33U);
    EXPECT_EQ(page->objects[0].put_at, *parse_instant("2026-11-29T12:00:01Z"));
    EXPECT_EQ(page->objects[1].key, "p/c");
    EXPECT_EQ(page->next, "to&ken");
}

TEST(S3Answers, the_last_page_goes_nowhere) {
    const auto page = parse_s3_page(
        as_bytes("<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"));
    ASSERT_TRUE(page);
    EXPECT_TRUE(page->objects.empty());
    EXPECT_TRUE(page->next.empty());
}

TEST(S3Answers, what_is_no_page_is_malformed) {
    for (const char* text : {"",
                             "not xml",
                             "<Error><Code>AccessDenied</Code></Error>",
                             "<ListBucketResult><IsTruncated>true</IsTruncated></ListBucketResult>",
                             "<ListBucketResult><Contents><Size>x</Size></Contents>"
                             "</ListBucketResult>",
                             "<ListBucketResult><Contents>"}) {
        EXPECT_FALSE(parse_s3_page(as_bytes(text))) << text;
    }
}

TEST(S3Answers, an_error_is_its_code_and_nothing_that_could_be_anything) {
    EXPECT_EQ(parse_s3_error(as_bytes("<Error><Code>NoSuchKey</Code><Message>m</Message></Error>")),
              "NoSuchKey");
    EXPECT_EQ(parse_s3_error(as_bytes("<Error><Code>a secret, maybe</Code></Error>")), "");
    EXPECT_EQ(parse_s3_error(as_bytes("<html>502</html>")), "");
    EXPECT_EQ(parse_s3_error({}), "");
}

}  // namespace
}  // namespace yinxin::storage
