// SPDX-License-Identifier: Apache-2.0
#pragma once

// A small demonstration of a test's own, to be spoiled; it goes with the test.
#include "yinxin/cli/demo.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace yinxin::cli {

class SmallDemo : public testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (std::filesystem::temp_directory_path() / "yx-demo-XXXXXX").string();
        scratch_ = ::mkdtemp(pattern.data());
        DemoPlan plan;
        plan.directory = directory();
        plan.size = DemoSize::small;
        plan.now = start_of(make_day(2026, 11, 23));
        plan.password_cost = {8 * 1024, 1};
        ASSERT_TRUE(make_demo(plan));
    }
    void TearDown() override { std::filesystem::remove_all(scratch_); }

    [[nodiscard]] std::filesystem::path directory() const { return scratch_ / "demo"; }

  private:
    std::filesystem::path scratch_;
};

}  // namespace yinxin::cli
