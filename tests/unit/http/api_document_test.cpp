// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/text.hpp"
#include "yinxin/http/api/document.hpp"
#include "yinxin/http/api/routes.hpp"
#include "yinxin/http/messages.hpp"

#include <set>

#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

class ApiDocuments : public testing::Test {
  protected:
    void SetUp() override {
        auto loaded = ApiDocument::load(tree_.files(), "https://cert.example.cn");
        ASSERT_TRUE(loaded) << loaded.error().describe();
        document_ = *std::move(loaded);
        add_api(router_, config::Settings());
    }
    WebTree tree_ = WebTree::embedded();
    ApiDocument document_;
    Router router_;
};

TEST_F(ApiDocuments, every_route_stands_in_the_document_and_the_other_way_round) {
    std::set<std::string> served;
    for (const Route& route : router_.routes()) {
        served.insert(std::string(name_of(route.method)) + " " + route.pattern);
    }
    std::set<std::string> told;
    for (const ApiEntry& entry : document_.entries()) {
        told.insert(entry.method + " /api/v1" + entry.path);
    }
    EXPECT_EQ(served, told);
}

TEST_F(ApiDocuments, names_the_address_it_is_served_from) {
    EXPECT_NE(document_.text()->find("\"https://cert.example.cn/api/v1\""), std::string::npos);
}

TEST_F(ApiDocuments, every_operation_has_words_in_both_languages) {
    for (const ApiEntry& entry : document_.entries()) {
        EXPECT_FALSE(entry.summary.zh.empty()) << entry.path;
        EXPECT_FALSE(entry.summary.en.empty()) << entry.path;
        EXPECT_FALSE(entry.answers.empty()) << entry.path;
    }
}

TEST_F(ApiDocuments, one_that_is_no_document_is_refused) {
    for (const std::string_view text : {"", "{}", R"({"paths":{"/x":{"get":{}}}})"}) {
        const std::array<WebFile, 1> files{WebFile{"api/openapi.json", text}};
        EXPECT_FALSE(ApiDocument::load(files, "https://cert.example.cn")) << text;
    }
    EXPECT_FALSE(ApiDocument::load({}, "https://cert.example.cn"));
}

}  // namespace
}  // namespace yinxin::http
