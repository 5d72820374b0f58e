// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/files.hpp"
#include "yinxin/base/text.hpp"
#include "yinxin/domain/message.hpp"
#include "yinxin/http/problem.hpp"
#include "yinxin/http/static_files.hpp"
#include "yinxin/http/template.hpp"
#include "yinxin/http/web_tree.hpp"

#include <algorithm>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace yinxin::http {
namespace {

using testing::HasSubstr;

constexpr std::array all_codes{
#define YX_ERROR(number, name, dotted) ErrorCode::name,
#define YX_RESERVED(number)
#include "test_places.hpp"

#include "yinxin/base/error_codes.def"
#undef YX_ERROR
#undef YX_RESERVED
};

/// The real web/, as it is in the binary.
class Web : public testing::Test {
  protected:
    void SetUp() override {
        auto read = Messages::load(tree.files());
        ASSERT_TRUE(read) << read.error().describe();
        messages = *std::move(read);
        auto loaded = StaticFiles::load(tree.files());
        ASSERT_TRUE(loaded) << loaded.error().describe();
        statics = *std::move(loaded);
        auto compiled = Templates::load(tree.files(), messages, statics);
        ASSERT_TRUE(compiled) << compiled.error().describe();
        templates.emplace(*std::move(compiled));
    }

    WebTree tree = WebTree::embedded();
    Messages messages;
    StaticFiles statics;
    std::optional<Templates> templates;
};

bool has_cjk(std::string_view text) {
    const auto points = decode_utf8(text);
    return !points || std::ranges::any_of(*points, [](char32_t c) {
        return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
               (c >= 0xFF00 && c <= 0xFFEF) || c >= 0x20000;
    });
}

TEST_F(Web, every_page_renders_in_every_language) {
    ASSERT_FALSE(templates->names().empty());
    for (const std::string& name : templates->names()) {
        if (name == "layout") continue;
        for (const Language language : languages) {
            const std::string page = templates->page(language, name, {}, {});
            EXPECT_THAT(page, HasSubstr("lang=\"" + std::string(tag(language)) + '"')) << name;
            EXPECT_THAT(page, testing::Not(HasSubstr("[["))) << name;
            EXPECT_THAT(page, testing::Not(HasSubstr("{{"))) << name;
        }
    }
}

TEST_F(Web, every_outcome_has_words_and_a_status) {
    for (const ErrorCode code : all_codes) {
        const std::string key = "error." + std::string(dotted_name(code));
        for (const Language language : languages) {
            EXPECT_TRUE(messages.find(language, key)) << key << ' ' << tag(language);
        }
        EXPECT_GE(status_of(code), 400);
        EXPECT_LE(status_of(code), 504);
    }
}

TEST_F(Web, every_message_has_a_text_and_a_name) {
    for (const domain::MessageKind& kind : domain::message_kinds()) {
        for (const Language language : languages) {
            std::vector<std::string> groups{"message_name."};
            if (goes_by(kind, domain::MessageChannel::sms)) groups.emplace_back("sms.");
            if (goes_by(kind, domain::MessageChannel::mail)) {
                groups.emplace_back("mail.");
                groups.emplace_back("mail_subject.");
            }
            for (const std::string& group : groups) {
                const std::string key = group + std::string(kind.name);
                EXPECT_TRUE(messages.find(language, key)) << key << ' ' << tag(language);
            }
        }
    }
}

TEST_F(Web, templates_hold_no_chinese_text) {
    for (const auto& [path, content] : tree.files()) {
        if (!path.starts_with("templates/")) continue;
        EXPECT_FALSE(has_cjk(content)) << path;
    }
}

TEST_F(Web, sources_of_this_room_hold_no_chinese_text) {
    const std::filesystem::path root(YX_SOURCE_DIR "/src/yinxin/http");
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.path().extension() != ".cpp") continue;
        const auto text = read_text_file(entry.path());
        ASSERT_TRUE(text);
        EXPECT_FALSE(has_cjk(*text)) << entry.path();
    }
}

TEST_F(Web, the_tree_on_disk_is_the_tree_in_the_binary) {
    const auto disk = WebTree::read(YX_SOURCE_DIR "/web");
    ASSERT_TRUE(disk);
    EXPECT_TRUE(std::ranges::equal(disk->files(), tree.files()));
    EXPECT_FALSE(WebTree::read(YX_SOURCE_DIR "/no-such-directory"));
}

Failure failure_with(int status, Error error, const Request* request = nullptr) {
    Failure failure;
    failure.status = status;
    failure.error = std::move(error);
    failure.language = Language::english;
    failure.id = "0123456789abcdef";
    failure.request = request;
    return failure;
}

TEST_F(Web, errors_are_pages_with_words) {
    const ErrorPages pages =
        make_error_pages(*templates, messages, [](const Failure&) { return View(); });
    const auto page = [&](int status, Error error) {
        const Response response = pages(failure_with(status, std::move(error)));
        EXPECT_EQ(response.status(), status);
        EXPECT_EQ(response.header("Content-Language"), "en");
        return std::string(response.body().view());
    };
    EXPECT_THAT(
        page(500, Error(ErrorCode::internal, "detail-for-logs")),
        testing::AllOf(HasSubstr("0123456789abcdef"), testing::Not(HasSubstr("detail-for-logs"))));
    const std::string limit =
        page(409, Error(ErrorCode::endorsement_limit_reached).with("first_day", "<1 March 2027>"));
    EXPECT_THAT(limit, testing::Not(HasSubstr("<1 March")));
    EXPECT_FALSE(page(404, Error(ErrorCode::not_found)).empty());
    EXPECT_FALSE(page(403, Error(ErrorCode::forbidden)).empty());
    const Response busy = pages(
        failure_with(429, Error(ErrorCode::too_many_requests).retry_in(std::chrono::seconds(180))));
    EXPECT_EQ(busy.header("Retry-After"), "180");
    EXPECT_THAT(std::string(busy.body().view()), HasSubstr("3"));
}

TEST_F(Web, machines_get_problem_json) {
    const ErrorPages pages =
        make_error_pages(*templates, messages, [](const Failure&) { return View(); });
    Request request;
    request.headers.emplace_back("Accept", "application/json");
    const Response response =
        pages(failure_with(409, Error(ErrorCode::endorsement_limit_reached), &request));
    EXPECT_EQ(response.header("Content-Type"), "application/problem+json");
    EXPECT_THAT(std::string(response.body().view()),
                HasSubstr(R"("type":"urn:yinxin:error:endorsement.limit_reached")"));
    EXPECT_THAT(std::string(response.body().view()), HasSubstr(R"("status":409)"));
}

TEST_F(Web, an_error_page_that_fails_still_says_what_happened) {
    const ErrorPages pages = make_error_pages(
        *templates, messages, [](const Failure&) -> View { throw std::logic_error("layout"); });
    const Response response = pages(failure_with(404, Error(ErrorCode::not_found)));
    EXPECT_EQ(response.status(), 404);
    EXPECT_THAT(std::string(response.body().view()), HasSubstr("404"));
}

}  // namespace
}  // namespace yinxin::http
