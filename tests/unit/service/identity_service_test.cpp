// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/identity_service.hpp"

#include "account_world.hpp"

#include <atomic>
#include <memory>

namespace yinxin::service {
namespace {

/// What the service over there does, and what it was asked.
struct There {
    std::string body;
    int status = 200;
    bool signs = true;
    std::optional<ErrorCode> fails;
    std::string asked;
    std::atomic<int> questions = 0;
};

class IdentityServiceTest : public AccountWorld {
  protected:
    void SetUp() override {
        AccountWorld::SetUp();
        settings_.identity_proof.url = "https://identity.example/yinxin";
        settings_.identity_proof.name = "演示";
        pool_ = std::make_unique<flow::Pool>(
            flow::Pool::Shape{"providers", 1, flow::Pool::QueueLimit(4)});
        there_ = std::make_shared<There>();
        const auto wire = [there = there_](const IdentityQuestion& question) {
            ++there->questions;
            there->asked = question.body;
            if (there->fails) return Result<IdentityAnswer>(Error(*there->fails));
            const Secret key(key_text());
            return Result<IdentityAnswer>(
                IdentityAnswer{there->status,
                               there->signs ? identity_answer_signature(key, question, there->body)
                                            : question.signature,
                               there->body});
        };
        service_ = std::make_unique<IdentityService>(
            settings_.identity_proof, Secret(key_text()), clock_, *pool_, wire);
    }
    void TearDown() override { pool_->stop(); }
    static std::string key_text() { return std::string(32, 'k'); }

    Result<std::optional<storage::StatedPerson>> identify() {
        return run(service_->identify("ticket"));
    }
    Result<std::optional<std::string>> begin() {
        return run(service_->begin({person_name("张演"), resident("19900307", 123)}, "https://b/"));
    }

    std::shared_ptr<There> there_;
    std::unique_ptr<flow::Pool> pool_;
    std::unique_ptr<IdentityService> service_;
};

TEST_F(IdentityServiceTest, a_signed_answer_names_the_person) {
    there_->body = R"({"person":{"name":"张演","document_type":"resident_identity_card",)"
                   R"("document_number":")" +
                   resident("19900307", 123).number + R"("}})";
    const auto person = identify();
    ASSERT_TRUE(person) << person.error().describe();
    ASSERT_TRUE(*person);
    EXPECT_EQ((*person)->document, resident("19900307", 123));
    EXPECT_EQ(there_->asked, R"({"ask":"who","ticket":"ticket"})");
    there_->body = R"({"person":null})";
    EXPECT_FALSE(*identify());
}

TEST_F(IdentityServiceTest, what_is_not_the_services_word_is_no_answer) {
    there_->body = R"({"person":null})";
    there_->signs = false;  // our own signature, sent back
    EXPECT_EQ(identify().error().code(), ErrorCode::unavailable);
    there_->signs = true;
    for (const char* body : {"", "[]", "{}", R"({"person":{"name":"张演"}})", R"({"person":1})"}) {
        there_->body = body;
        EXPECT_EQ(identify().error().code(), ErrorCode::unavailable) << body;
    }
    there_->body = R"({"person":null})";
    there_->status = 500;
    EXPECT_EQ(identify().error().code(), ErrorCode::unavailable);
}

TEST_F(IdentityServiceTest, people_are_led_to_the_services_own_pages_alone) {
    there_->body = R"({"known":true,"go":"https://identity.example/face?x=1"})";
    EXPECT_EQ(*begin(), "https://identity.example/face?x=1");
    there_->body = R"({"known":true,"go":"https://elsewhere.example/face"})";
    EXPECT_EQ(begin().error().code(), ErrorCode::unavailable);
    settings_.identity_proof.pages = "https://elsewhere.example";
    EXPECT_TRUE(begin());
    there_->body = R"({"known":false})";
    EXPECT_FALSE(*begin());
}

TEST_F(IdentityServiceTest, is_left_alone_after_three_failures_and_tried_again) {
    there_->fails = ErrorCode::timed_out;
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(identify().error().code(), ErrorCode::timed_out);
    }
    EXPECT_EQ(identify().error().code(), ErrorCode::unavailable);
    EXPECT_EQ(there_->questions, 3);
    clock_.pass(std::chrono::seconds(30));
    there_->fails.reset();
    there_->body = R"({"person":null})";
    EXPECT_TRUE(identify());
    EXPECT_TRUE(identify());
    EXPECT_EQ(there_->questions, 5);
}

}  // namespace
}  // namespace yinxin::service
