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
}

TEST(Form, a_multipart_form_without_a_usable_boundary_is_refused) {
    for (const std::string& type : {std::string("multipart/form-data"),
                                    "multipart/form-data; boundary=" + std::string(71, 'X')}) {
        Request request = request_with(type, "--XX--\r\n");
        EXPECT_FALSE(parse_form(request, 10)) << type;
    }
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

}  // namespace
}  // namespace yinxin::http
