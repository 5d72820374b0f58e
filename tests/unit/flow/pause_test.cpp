// SPDX-License-Identifier: Apache-2.0
#include "yinxin/flow/pause.hpp"

#include <gtest/gtest.h>

namespace yinxin::flow {
namespace {

using std::chrono::seconds;

class PauseTest : public testing::Test {
  protected:
    void fail(int times) {
        for (int i = 0; i < times; ++i)
            pause_.report(false, now_);
    }
    bool may_ask() { return !pause_.enter(now_).has_value(); }

    Pause pause_{{"test.paused", 3, seconds(10)}};
    Pause::Time now_{};
};

TEST_F(PauseTest, begins_after_so_many_failures_in_a_row) {
    fail(2);
    EXPECT_TRUE(may_ask());
    pause_.report(true, now_);
    fail(2);
    EXPECT_TRUE(may_ask()) << "a success in between starts the count again";
    fail(1);
    EXPECT_FALSE(may_ask());
}

TEST_F(PauseTest, says_how_long_it_lasts) {
    fail(3);
    now_ += std::chrono::milliseconds(2500);
    EXPECT_EQ(pause_.enter(now_), seconds(8));
}

TEST_F(PauseTest, lets_one_try_when_it_is_over) {
    fail(3);
    now_ += seconds(10);
    EXPECT_TRUE(may_ask());
    EXPECT_FALSE(may_ask()) << "the others wait for what comes of it";
    pause_.report(false, now_);
    EXPECT_FALSE(may_ask()) << "it begins anew";
    now_ += seconds(10);
    EXPECT_TRUE(may_ask());
    pause_.report(true, now_);
    EXPECT_TRUE(may_ask());
    EXPECT_TRUE(may_ask());
}

}  // namespace
}  // namespace yinxin::flow
