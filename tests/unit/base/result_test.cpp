// SPDX-License-Identifier: Apache-2.0
#include "yinxin/base/result.hpp"

#include <gtest/gtest.h>

namespace yinxin {
namespace {

TEST(Result, asked_for_the_side_it_has_not_throws_and_the_process_lives) {
    const Result<int> value(7);
    const Result<int> failed(Error(ErrorCode::internal, "test"));
    EXPECT_THROW((void)value.error(), std::bad_variant_access);
    EXPECT_THROW((void)*failed, std::bad_variant_access);
}

TEST(Result, without_a_value_throws_too_when_there_is_no_error) {
    const Result<void> done = ok();
    EXPECT_THROW((void)done.error(), std::bad_optional_access);
    EXPECT_THROW((void)ok().error(), std::bad_optional_access);
    const Result<void> failed(Error(ErrorCode::internal, "test"));
    EXPECT_EQ(failed.error().code(), ErrorCode::internal);
}

}  // namespace
}  // namespace yinxin
