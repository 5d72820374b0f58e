// SPDX-License-Identifier: Apache-2.0
#include "test_places.hpp"

#include "yinxin/base/files.hpp"
#include "yinxin/config/settings.hpp"

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

namespace yinxin::config {
namespace {

const std::filesystem::path example_file =
    std::filesystem::path(YX_SOURCE_DIR) / "packaging/config/yinxin.example.toml";

TEST(ExampleFile, names_every_key_with_its_default) {
    if (std::getenv("UPDATE_GOLDEN") != nullptr) {
        ASSERT_TRUE(
            write_file_durably(example_file, as_bytes(describe()), FileMode::everybody_reads));
    }
    const auto text = read_text_file(example_file);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, describe()) << "refresh it with UPDATE_GOLDEN=1 make test-quick";
}

TEST(ExampleFile, is_accepted_by_the_loader) {
    const auto settings = load_settings(example_file);
    ASSERT_TRUE(settings) << settings.error().describe();
    EXPECT_EQ(settings->limits.body, Settings{}.limits.body);
}

}  // namespace
}  // namespace yinxin::config
