// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/response.hpp"

#include "yinxin/http/cookies.hpp"
#include "yinxin/http/request.hpp"
#include "yinxin/http/wire.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Response, headers_cannot_be_split) {
    Response response(200);
    response.set("X-Note", "a\r\nSet-Cookie: b=c").add("X-Other", "a\nb");
    EXPECT_EQ(response.header("X-Note"), "a  Set-Cookie: b=c");
    EXPECT_EQ(response.header("x-other"), "a b");
}

TEST(Response, setting_replaces_and_adding_does_not) {
    Response response(200);
    response.set("A", "1").set("a", "2").add("A", "3");
    EXPECT_EQ(response.headers().size(), 2U);
    EXPECT_EQ(response.header("A"), "2");
}

TEST(Response, pages_are_not_stored) {
    EXPECT_EQ(html("<p>").header("Cache-Control"), "no-store");
    EXPECT_EQ(html("<p>").header("Content-Type"), "text/html; charset=utf-8");
}

TEST(Response, redirects_lead_to_our_own_pages_only) {
    EXPECT_EQ(redirect_see_other("/certificates?a=b").header("Location"), "/certificates?a=b");
    EXPECT_EQ(redirect_see_other("/a").status(), 303);
    for (const char* foreign : {"https://evil.example",
                                "//evil.example",
                                "/\\evil.example",
                                "\\\\evil",
                                "evil",
                                "",
                                "/a\r\nSet-Cookie: x=y",
                                "/\t/evil.example"}) {
        EXPECT_EQ(redirect_see_other(foreign).header("Location"), "/") << foreign;
    }
}

TEST(Response, file_names_follow_rfc_6266) {
    EXPECT_EQ(content_disposition(Disposition::attachment, "certificate 1.pdf"),
              "attachment; filename=\"certificate 1.pdf\"");
    EXPECT_EQ(content_disposition(Disposition::inline_, "\xE5\x8D\xB0 (1).pdf"),
              "inline; filename=\"_ (1).pdf\"; filename*=UTF-8''%E5%8D%B0%20%281%29.pdf");
    EXPECT_EQ(content_disposition(Disposition::attachment, "\xE5\x8D\xB0\xE4\xBF\xA1.pdf"),
              "attachment; filename=\"file.pdf\"; filename*=UTF-8''%E5%8D%B0%E4%BF%A1.pdf");
}

TEST(Response, file_names_cannot_escape) {
    for (const char* name : {"a\r\nSet-Cookie: b=c.pdf",
                             "a\".pdf; x=\"y",
                             "../../etc/passwd",
                             "..\\..\\x.pdf",
                             "\xFF\xFE.pdf",
                             "\xF0\xAC\xAC\x8D\r\n.pdf"}) {
        const std::string value = content_disposition(Disposition::attachment, name);
        EXPECT_THAT(value, Not(HasSubstr("\r"))) << name;
        EXPECT_THAT(value, Not(HasSubstr("\n"))) << name;
        EXPECT_THAT(value, Not(HasSubstr("/"))) << name;
        EXPECT_THAT(value, Not(HasSubstr("\\"))) << name;
        EXPECT_EQ(std::count(value.begin(), value.end(), '"'), 2) << value;
    }
}

TEST(Response, names_of_many_characters_survive) {
    // U+9FA6 and U+20BB7 and a middle dot, as in names of people.
    const std::string name = "\xE9\xBE\xA6\xC2\xB7\xF0\xA0\xAE\xB7.pdf";
    EXPECT_THAT(content_disposition(Disposition::attachment, name),
                testing::EndsWith("filename*=UTF-8''%E9%BE%A6%C2%B7%F0%A0%AE%B7.pdf"));
}

Request asking(std::string range, std::string if_range = "") {
    Request request;
    if (!range.empty()) request.headers.emplace_back("Range", std::move(range));
    if (!if_range.empty()) request.headers.emplace_back("If-Range", std::move(if_range));
    return request;
}

Response ten_bytes() {
    Response response =
        file(std::make_shared<const std::string>("0123456789"), "application/pdf", "ten.pdf");
    response.set("ETag", "\"abc\"");
    return response;
}

TEST(Response, ranges_are_cut_out) {
    struct Case {
        const char* range;
        int status;
        const char* body;
        const char* content_range;
    };
    for (const Case& each : std::vector<Case>{
             {"bytes=0-3", 206, "0123", "bytes 0-3/10"},
             {"bytes=7-", 206, "789", "bytes 7-9/10"},
             {"bytes=-2", 206, "89", "bytes 8-9/10"},
             {"bytes=-99", 206, "0123456789", "bytes 0-9/10"},
             {"bytes=5-99", 206, "56789", "bytes 5-9/10"},
             {"bytes=10-", 416, "", "bytes */10"},
             {"bytes=-0", 416, "", "bytes */10"},
             {"bytes=3-1", 200, "0123456789", ""},
             {"bytes=0-1,3-4", 200, "0123456789", ""},
             {"bytes=a-b", 200, "0123456789", ""},
             {"bytes=-", 200, "0123456789", ""},
             {"lines=0-1", 200, "0123456789", ""},
             {"", 200, "0123456789", ""},
         }) {
        Response response = ten_bytes();
        apply_range(asking(each.range), response);
        EXPECT_EQ(response.status(), each.status) << each.range;
        EXPECT_EQ(response.body().view(), each.body) << each.range;
        EXPECT_EQ(response.header("Content-Range"), each.content_range) << each.range;
        EXPECT_EQ(response.header("Content-Type"), "application/pdf");
    }
}

TEST(Response, a_changed_file_is_sent_whole) {
    Response same = ten_bytes();
    apply_range(asking("bytes=0-3", "\"abc\""), same);
    EXPECT_EQ(same.status(), 206);
    Response changed = ten_bytes();
    apply_range(asking("bytes=0-3", "\"old\""), changed);
    EXPECT_EQ(changed.status(), 200);
}

TEST(Cookies, are_host_bound_where_the_connection_is_secure) {
    Cookie cookie = make_cookie("session", "abc", true);
    EXPECT_EQ(cookie.header(), "__Host-session=abc; Path=/; Secure; HttpOnly; SameSite=Lax");
    EXPECT_EQ(make_cookie("session", "abc", false).header(),
              "session=abc; Path=/; HttpOnly; SameSite=Lax");
    EXPECT_THAT(forget_cookie("session", true).header(), HasSubstr("Max-Age=0"));
}

TEST(Cookies, values_cannot_bring_attributes) {
    EXPECT_EQ(make_cookie("a", "x; Domain=evil\r\nB: c", false).header(),
              "a=xDomain=evilB:c; Path=/; HttpOnly; SameSite=Lax");
}

TEST(Cookies, are_read_from_the_header_and_the_first_of_a_name_counts) {
    const Fields cookies = parse_cookies("a=1; b=\"2\";c = ; =x; broken; a=3; d=x=y; e=\xFF");
    EXPECT_EQ(cookies["a"], "1");
    EXPECT_EQ(cookies["b"], "2");
    EXPECT_EQ(cookies["d"], "x=y");
    EXPECT_FALSE(cookies.has("e"));
    EXPECT_FALSE(cookies.has("broken"));
}

TEST(Wire, writes_http_dates) {
    EXPECT_EQ(format_http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(format_http_date(1'709'210'096), "Thu, 29 Feb 2024 12:34:56 GMT");
}

TEST(Wire, finds_tokens_in_lists) {
    EXPECT_TRUE(has_token("br, GZIP", "gzip"));
    EXPECT_FALSE(has_token("xgzip", "gzip"));
    EXPECT_FALSE(has_token("", "gzip"));
}

}  // namespace
}  // namespace yinxin::http
