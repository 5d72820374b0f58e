// SPDX-License-Identifier: Apache-2.0
#include "message_rounds.hpp"

namespace yinxin::jobs {
namespace {

class MessageReceipts : public SendMessages {};

TEST_F(MessageReceipts, a_receipt_that_is_here_before_the_answer_is_written_counts) {
    first_.follow([this](const ArrivedRequest& request) {
        receive(request, "first", true);
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("login");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(newest(), "delivered first ");
    EXPECT_EQ(standing("first").taken, 1);
    clock_.pass(std::chrono::seconds(61));
    EXPECT_EQ(round(), 0) << "it is not sent again";
}

TEST_F(MessageReceipts, a_receipt_of_failure_before_the_answer_is_the_last_word) {
    first_.follow([this](const ArrivedRequest& request) {
        receive(request, "first", false);
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("login");
    EXPECT_EQ(round(), 1);
    EXPECT_EQ(newest(), "failed first OFF");
}

TEST_F(MessageReceipts, a_gateway_that_delivered_and_did_not_answer_is_believed) {
    first_.follow([this](const ArrivedRequest& request) {
        receive(request, "first", true);
        return std::optional(test::http_response(503, as_bytes(std::string("{}"))));
    });
    queue("login");
    round();
    EXPECT_EQ(newest(), "delivered first ");
    EXPECT_EQ(second_.requests(), 0) << "nobody gets it twice";
}

TEST_F(MessageReceipts, a_gateway_that_was_not_asked_can_say_nothing_of_a_message) {
    first_.follow([this](const ArrivedRequest& request) {
        receive(request, "second", true);
        return std::optional(test::http_response(200, as_bytes(std::string("{}"))));
    });
    queue("login");
    round();
    EXPECT_EQ(newest(), "sent first ");
}

}  // namespace
}  // namespace yinxin::jobs
