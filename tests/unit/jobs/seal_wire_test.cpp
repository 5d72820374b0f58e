// SPDX-License-Identifier: Apache-2.0
#include "yinxin/jobs/seal_wire.hpp"

#include <gtest/gtest.h>

namespace yinxin::jobs {
namespace {

const std::vector<IntentKey> two{{HolderId{1}, IntentId{2}}, {HolderId{-3}, IntentId{INT64_MAX}}};

Bytes answer_to_two() {
    std::vector<Result<Bytes>> answers;
    answers.emplace_back(Bytes{1, 2, 3});
    answers.emplace_back(Error(ErrorCode::intent_refused, "over the quota"));
    return write_seal_answer(answers);
}

TEST(SealWire, carries_requests_as_they_were_written) {
    const auto read = read_seal_request(write_seal_request(two));
    ASSERT_TRUE(read);
    EXPECT_EQ(*read, two);
    EXPECT_LE(write_seal_request(std::vector<IntentKey>(most_intents)).size(), longest_request);
}

TEST(SealWire, carries_signatures_and_refusals_with_code_and_detail) {
    const auto read = read_seal_answer(answer_to_two(), 2);
    ASSERT_TRUE(read && *read);
    EXPECT_EQ(*(**read).at(0), (Bytes{1, 2, 3}));
    const Error& refusal = (**read).at(1).error();
    EXPECT_EQ(refusal.code(), ErrorCode::intent_refused);
    EXPECT_EQ(refusal.detail(), "over the quota");
}

TEST(SealWire, carries_the_failure_of_a_whole_call) {
    const Bytes frame = write_seal_answer(Error(ErrorCode::clock_behind, "behind"));
    const auto read = read_seal_answer(frame, 2);
    ASSERT_TRUE(read);
    ASSERT_FALSE(*read);
    EXPECT_EQ(read->error().code(), ErrorCode::clock_behind);
}

TEST(SealWire, refuses_every_frame_cut_short_or_with_more_behind_it) {
    Bytes request = write_seal_request(two);
    Bytes answer = answer_to_two();
    for (std::size_t length = 0; length < request.size(); ++length) {
        const auto read = read_seal_request(BytesView(request).first(length));
        ASSERT_FALSE(read) << length;
        EXPECT_EQ(read.error().code(), ErrorCode::malformed);
    }
    for (std::size_t length = 0; length < answer.size(); ++length) {
        EXPECT_FALSE(read_seal_answer(BytesView(answer).first(length), 2)) << length;
    }
    request.push_back(0);
    answer.push_back(0);
    EXPECT_FALSE(read_seal_request(request));
    EXPECT_FALSE(read_seal_answer(answer, 2));
}

TEST(SealWire, refuses_requests_for_nothing_and_answers_to_another_number) {
    EXPECT_FALSE(read_seal_request(write_seal_request({})));
    EXPECT_FALSE(read_seal_answer(answer_to_two(), 1));
    EXPECT_FALSE(read_seal_answer(answer_to_two(), 3));
    const std::vector<Result<Bytes>> empty{Bytes{}};
    EXPECT_FALSE(read_seal_answer(write_seal_answer(empty), 1)) << "no signature is empty";
}

TEST(SealWire, takes_a_code_of_another_version_for_an_internal_error) {
    Bytes frame = write_seal_answer(Error(ErrorCode::clock_behind, ""));
    frame.at(6) = 0xFF;  // within the four bytes of the code
    const auto read = read_seal_answer(frame, 1);
    ASSERT_TRUE(read);
    ASSERT_FALSE(*read);
    EXPECT_EQ(read->error().code(), ErrorCode::internal);
}

}  // namespace
}  // namespace yinxin::jobs
