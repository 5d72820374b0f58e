// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/import_photos.hpp"

#include <gtest/gtest.h>

namespace yinxin::service {
namespace {

TEST(ImportPhotos, finds_the_number_a_file_is_named_by) {
    const std::vector<std::pair<const char*, const char*>> all{
        {"11999919900101008X.jpg", "11999919900101008X"},
        {"11999919900101008x.JPG", "11999919900101008X"},
        {"photos/2026/11999919900101008X.jpeg", "11999919900101008X"},
        {"王演示_11999919900101008X.jpg", "11999919900101008X"},
        {"11999919900101008X 王演示.png", "11999919900101008X"},
        {"1199 9919 9001 0100 8X.jpg", "11999919900101008X"},
        {"202600999901000001.jpg", "202600999901000001"},
        {"E12345678.jpg", "E12345678"},
        {"演字第0000001号.jpg", "演字第0000001号"},
        {"王演示.jpg", ""},
        {"IMG.jpg", ""},
        {"", ""},
        {".jpg", ""},
        {"1234.jpg", ""},
    };
    for (const auto& [name, number] : all) {
        EXPECT_EQ(number_in_file_name(name), number) << name;
    }
}

TEST(ImportPhotos, knows_fifteen_digits_as_eighteen) {
    const auto old = number_in_file_name("119999900101002.jpg");
    EXPECT_EQ(old.size(), 18U);
    EXPECT_EQ(old.substr(0, 8), "11999919");
}

TEST(ImportPhotos, passes_over_what_systems_put_beside_files) {
    for (const char* name :
         {"__MACOSX/._a.jpg", ".DS_Store", "photos/.hidden", "Thumbs.db", "a/desktop.ini"}) {
        EXPECT_TRUE(is_system_file(name)) << name;
    }
    EXPECT_FALSE(is_system_file("photos/11999919900101008X.jpg"));
}

}  // namespace
}  // namespace yinxin::service
