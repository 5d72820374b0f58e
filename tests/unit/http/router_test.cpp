// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/router.hpp"

#include "yinxin/http/addresses.hpp"
#include "yinxin/http/csrf.hpp"

#include <stdexcept>

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

Response nothing(Context&) {
    return Response(204);
}

Router make_router() {
    Router router;
    router.get("/", "home", nothing);
    router.get("/certificates", "list", nothing);
    router.get("/certificates/new", "new", nothing);
    router.get("/certificates/{line}", "show", nothing).needs(Access::consented);
    router.post("/certificates/{line}/endorse", "endorse", nothing).takes(99);
    router.get("/certificates/{line}/copies/{copy}", "copy", nothing);
    router.get("/static/{hash}/{path...}", "static", nothing);
    return router;
}

std::string name_at(const Router& router, Method method, std::string_view path) {
    const Match match = router.match(method, path);
    return match.route == nullptr ? "none" : match.route->name;
}

TEST(Router, finds_routes_and_their_parameters) {
    const Router router = make_router();
    EXPECT_EQ(name_at(router, Method::get, "/"), "home");
    EXPECT_EQ(name_at(router, Method::get, "/certificates/new"), "new");
    const Match match = router.match(Method::get, "/certificates/7/copies/%E5%8D%B0");
    ASSERT_NE(match.route, nullptr);
    EXPECT_EQ(match.parameters["line"], "7");
    EXPECT_EQ(match.parameters["copy"], "\xE5\x8D\xB0");
    // "new" is literal at this place, yet a parameter where more follows.
    EXPECT_EQ(name_at(router, Method::get, "/certificates/new/copies/1"), "copy");
    EXPECT_EQ(router.match(Method::get, "/static/12/css/a.css").parameters["path"], "css/a.css");
}

TEST(Router, get_answers_head_and_other_methods_are_told) {
    const Router router = make_router();
    EXPECT_EQ(name_at(router, Method::head, "/certificates"), "list");
    const Match match = router.match(Method::get, "/certificates/7/endorse");
    EXPECT_EQ(match.route, nullptr);
    EXPECT_EQ(match.allowed, "POST");
    EXPECT_EQ(router.match(Method::put, "/nowhere").allowed, "");
}

TEST(Router, paths_that_could_be_read_differently_lead_nowhere) {
    const Router router = make_router();
    for (const char* path : {"/certificates/..%2f",
                             "/certificates/%2e%2e",
                             "/certificates/.",
                             "/certificates/..",
                             "/certificates/a%00",
                             "/certificates/a%2Fb",
                             "/certificates/a%5Cb",
                             "/certificates/%0a",
                             "/certificates/%ff",
                             "/certificates/%c0%ae%c0%ae",
                             "/certificates/%",
                             "/certificates/%zz",
                             "/certificates/",
                             "//certificates",
                             "/certificates//copies/1",
                             "/static/1/../../etc/passwd",
                             "/static/1/a/..%2f..%2fb",
                             "/static/1/",
                             "certificates",
                             ""}) {
        EXPECT_EQ(name_at(router, Method::get, path), "none") << path;
    }
}

TEST(Router, lists_its_routes_with_what_they_need) {
    const Router router = make_router();
    ASSERT_EQ(router.routes().size(), 7U);
    EXPECT_EQ(router.routes()[3].access, Access::consented);
    EXPECT_EQ(router.routes()[4].body_limit, 99U);
}

TEST(Router, refuses_double_and_malformed_patterns) {
    Router router = make_router();
    EXPECT_THROW(router.get("/certificates/{other}", "again", nothing), std::logic_error);
    EXPECT_THROW(router.get("no-slash", "bad", nothing), std::logic_error);
    EXPECT_THROW(router.get("/a//b", "bad", nothing), std::logic_error);
    EXPECT_THROW(router.get("/{a...}/b", "bad", nothing), std::logic_error);
    EXPECT_THROW(router.get("/{a", "bad", nothing), std::logic_error);
}

TEST(Addresses, networks_cover_their_addresses) {
    const std::vector<std::string> networks{"10.1.0.0/16", "fd00::/8", "192.0.2.7"};
    const auto proxies = TrustedProxies::create(networks);
    ASSERT_TRUE(proxies);
    EXPECT_TRUE(proxies->is_trusted("10.1.255.1"));
    EXPECT_FALSE(proxies->is_trusted("10.2.0.1"));
    EXPECT_TRUE(proxies->is_trusted("fd12::1"));
    EXPECT_FALSE(proxies->is_trusted("fe80::1"));
    EXPECT_TRUE(proxies->is_trusted("192.0.2.7"));
    EXPECT_FALSE(proxies->is_trusted("192.0.2.8"));
    EXPECT_TRUE(proxies->is_trusted("::ffff:192.0.2.7"));
    EXPECT_FALSE(proxies->is_trusted("garbage"));
    for (const char* wrong :
         {"10.0.0.0/33", "proxy", "10.0.0.0/", "10.0.0.0/-1", "fd00::/129", ""}) {
        EXPECT_FALSE(TrustedProxies::create(std::vector<std::string>{wrong})) << wrong;
    }
}

TEST(Addresses, the_client_is_the_last_hop_nobody_of_ours_made) {
    const auto proxies = TrustedProxies::create(std::vector<std::string>{"10.0.0.0/8"});
    ASSERT_TRUE(proxies);
    EXPECT_EQ(proxies->client_of("10.0.0.1", "1.1.1.1, 203.0.113.5, 10.0.0.2"), "203.0.113.5");
    EXPECT_EQ(proxies->client_of("10.0.0.1", ""), "10.0.0.1");
    EXPECT_EQ(proxies->client_of("10.0.0.1", "not-an-address"), "10.0.0.1");
    EXPECT_EQ(proxies->client_of("203.0.113.9", "1.1.1.1"), "203.0.113.9");
}

TEST(Csrf, the_token_belongs_to_its_session) {
    Request request;
    const Bytes mac{1, 2, 3, 4};
    EXPECT_FALSE(has_csrf_token(request, mac));
    (void)request.form.add("csrf", csrf_token(mac));
    EXPECT_TRUE(has_csrf_token(request, mac));
    EXPECT_FALSE(has_csrf_token(request, Bytes{1, 2, 3, 5}));
    EXPECT_FALSE(has_csrf_token(request, Bytes{}));
    Request by_header;
    by_header.headers.emplace_back("x-csrf-token", csrf_token(mac));
    EXPECT_TRUE(has_csrf_token(by_header, mac));
    Request empty_token;
    (void)empty_token.form.add("csrf", "");
    EXPECT_FALSE(has_csrf_token(empty_token, Bytes{}));
}

}  // namespace
}  // namespace yinxin::http
