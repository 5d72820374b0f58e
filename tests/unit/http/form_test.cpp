// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/form.hpp"

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

Request request_with(std::string type, std::string body) {
    Request request;
    request.method = Method::post;
    request.headers.emplace_back("Content-Type", std::move(type));
    request.body = std::move(body);
    return request;
}

constexpr const char* urlencoded = "application/x-www-form-urlencoded";
constexpr const char* multipart = "multipart/form-data; boundary=XX";

std::string part(const std::string& headers, const std::string& content) {
    return "--XX\r\n" + headers + "\r\n\r\n" + content + "\r\n";
}

std::string field(const std::string& name, const std::string& content) {
    return part("Content-Disposition: form-data; name=\"" + name + "\"", content);
}

TEST(Form, decodes_urlencoded_fields) {
    Request request = request_with(urlencoded, "name=%E5%8D%B0+x&empty=&flag&a%26b=c%3Dd");
    ASSERT_TRUE(parse_form(request, 10));
    EXPECT_EQ(request.form["name"], "\xE5\x8D\xB0 x");
    EXPECT_TRUE(request.form.has("empty"));
    EXPECT_TRUE(request.form.has("flag"));
    EXPECT_EQ(request.form["a&b"], "c=d");
    EXPECT_FALSE(request.form.has("absent"));
    EXPECT_TRUE(request.body.empty());
}

TEST(Form, refuses_unclean_urlencoded_fields) {
    for (const char* body :
         {"a=1&a=2", "a=1&%61=2", "a=%", "a=%4", "a=%gg", "a=%00", "a=%ff%fe", "%c0%80=a"}) {
        Request request = request_with(urlencoded, body);
        const auto parsed = parse_form(request, 10);
        ASSERT_FALSE(parsed) << body;
        EXPECT_EQ(parsed.error().code(), ErrorCode::malformed) << body;
    }
}

TEST(Form, counts_fields) {
    Request fits = request_with(urlencoded, "a=1&b=2");
    EXPECT_TRUE(parse_form(fits, 2));
    Request beyond = request_with(urlencoded, "a=1&b=2&c=3");
    EXPECT_FALSE(parse_form(beyond, 2));
    Request parts = request_with(multipart, field("a", "1") + field("b", "2") + "--XX--\r\n");
    EXPECT_FALSE(parse_form(parts, 1));
}

TEST(Form, reads_fields_and_files_of_a_multipart_form) {
    const std::string binary("\x00\xFF\r\n--X\r\n", 9);
    Request request = request_with("Multipart/Form-Data; charset=utf-8; boundary=\"XX\"",
                                   field("note", "two\r\nlines") +
                                       part("content-disposition: form-data; name=\"file\"; "
                                            "filename=\"\xE5\x8D\xB0;\\\".pdf\"\r\n"
                                            "Content-Type: application/pdf",
                                            binary) +
                                       "--XX--\r\n");
    const auto parsed = parse_form(request, 10);
    ASSERT_TRUE(parsed) << parsed.error().describe();
    EXPECT_EQ(request.form["note"], "two\r\nlines");
    const Upload* upload = request.find_upload("file");
    ASSERT_NE(upload, nullptr);
    EXPECT_EQ(upload->file_name, "\xE5\x8D\xB0;\".pdf");
    EXPECT_EQ(upload->content_type, "application/pdf");
    EXPECT_EQ(upload->content, binary);
}

TEST(Form, an_empty_file_field_is_an_upload_without_name) {
    Request request = request_with(
        multipart,
        part("Content-Disposition: form-data; name=\"file\"; filename=\"\"", "") + "--XX--");
    ASSERT_TRUE(parse_form(request, 10));
    ASSERT_EQ(request.uploads.size(), 1U);
    EXPECT_EQ(request.uploads[0].file_name, "");
}

TEST(Form, refuses_broken_multipart_forms) {
    const std::string good = field("a", "1");
    const std::string end = "--XX--\r\n";
    const std::vector<std::pair<const char*, std::string>> all{
        {"no end", good},
        {"something after the end", good + end + "more"},
        {"something before", "x\r\n" + good + end},
        {"a field twice", good + field("a", "2") + end},
        {"field and file of one name",
         good + part("Content-Disposition: form-data; name=\"a\"; filename=\"f\"", "x") + end},
        {"no name", part("Content-Disposition: form-data", "1") + end},
        {"empty name", field("", "1") + end},
        {"long name", field(std::string(200, 'n'), "1") + end},
        {"not form data", part("Content-Disposition: attachment; name=\"a\"", "1") + end},
        {"no disposition", part("Content-Type: text/plain", "1") + end},
        {"two dispositions",
         part("Content-Disposition: form-data; name=\"a\"\r\n"
              "Content-Disposition: form-data; name=\"b\"",
              "1") +
             end},
        {"transfer encoding",
         part("Content-Disposition: form-data; name=\"a\"\r\n"
              "Content-Transfer-Encoding: base64",
              "MQ==") +
             end},
        {"not utf-8", field("a", "\xFF") + end},
        {"zero byte", field("a", std::string("\0", 1)) + end},
        {"headers without end", "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n"},
        {"huge part head",
         part("Content-Disposition: form-data; name=\"a\"\r\nX: " + std::string(5000, 'x'), "1") +
             end},
        {"empty", ""},
    };
    for (const auto& [why, body] : all) {
        Request request = request_with(multipart, body);
        EXPECT_FALSE(parse_form(request, 10)) << why;
    }
    Request no_boundary = request_with("multipart/form-data", good + end);
    EXPECT_FALSE(parse_form(no_boundary, 10));
    Request long_boundary =
        request_with("multipart/form-data; boundary=" + std::string(71, 'X'), good + end);
    EXPECT_FALSE(parse_form(long_boundary, 10));
}

TEST(Form, other_bodies_stay_as_they_are) {
    Request request = request_with("application/json", "{\"a\":1}");
    ASSERT_TRUE(parse_form(request, 10));
    EXPECT_EQ(request.body, "{\"a\":1}");
    EXPECT_TRUE(request.form.empty());
}

TEST(Form, names_the_first_field_a_handler_does_not_know) {
    Request request = request_with(urlencoded, "csrf=x&days=90&status=valid");
    ASSERT_TRUE(parse_form(request, 10));
    EXPECT_EQ(request.form.first_beyond({"csrf", "days"}), "status");
    EXPECT_EQ(request.form.first_beyond({"csrf", "days", "status"}), std::nullopt);
}

TEST(Form, adversarial_bodies_are_read_in_linear_time) {
    std::string body;
    for (int i = 0; i < 8000; ++i)
        body += "--XX\r\n--X";
    body.resize(65536, '-');
    const auto start = std::chrono::steady_clock::now();
    for (const char* type : {multipart, urlencoded}) {
        Request request = request_with(type, body);
        (void)parse_form(request, 200);
    }
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(500));
}

}  // namespace
}  // namespace yinxin::http
