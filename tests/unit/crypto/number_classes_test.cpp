// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/number_classes.hpp"

#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

namespace yinxin::crypto {
namespace {

const Secret key{std::string(32, 'n')};

TEST(NumberClasses, two_generations_never_draw_the_same_number) {
    // So small a range that without classes they would meet again and again.
    constexpr std::uint64_t range = 100'000;
    const NumberClasses classes(key);
    std::set<std::uint64_t> first;
    for (int i = 0; i < 2'000; ++i)
        first.insert(classes.draw(0, range));
    for (int i = 0; i < 2'000; ++i) {
        const std::uint64_t number = classes.draw(1, range);
        EXPECT_LT(number, range);
        EXPECT_FALSE(first.contains(number)) << number;
    }
}

TEST(NumberClasses, a_generation_draws_from_all_of_its_class) {
    constexpr std::uint64_t range = 64 * 1'000;
    const NumberClasses classes(key);
    std::uint64_t members = 0;
    for (std::uint64_t number = 0; number < range; ++number)
        members += classes.of(number) == 7 ? 1 : 0;
    EXPECT_NEAR(static_cast<double>(members), 1'000, 150);
    std::set<std::uint64_t> drawn;
    for (int i = 0; i < 20'000; ++i)
        drawn.insert(classes.draw(7, range));
    EXPECT_GT(drawn.size(), members * 9 / 10);
}

TEST(NumberClasses, another_key_divides_otherwise) {
    const NumberClasses one(key);
    const NumberClasses other(Secret(std::string(32, 'o')));
    int same = 0;
    for (std::uint64_t number = 0; number < 6'400; ++number)
        same += one.of(number) == other.of(number) ? 1 : 0;
    EXPECT_NEAR(same, 100, 60);
}

TEST(NumberClasses, a_short_key_is_a_bug) {
    EXPECT_THROW(NumberClasses(Secret(std::string("short"))), std::invalid_argument);
}

}  // namespace
}  // namespace yinxin::crypto
