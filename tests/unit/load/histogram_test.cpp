// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace yinxin::load {
namespace {

/// The nearest rank of the values themselves: what a histogram comes close to.
std::uint64_t exact(const std::vector<std::uint64_t>& sorted, double share) {
    const auto rank =
        static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

/// Latencies as services have them: most short, a long tail, over six powers of ten.
std::vector<std::uint64_t> draw(std::size_t count, unsigned seed) {
    std::mt19937_64 random(seed);
    std::lognormal_distribution<double> latency(8, 2.5);
    std::vector<std::uint64_t> values;
    for (std::size_t i = 0; i < count; ++i)
        values.push_back(static_cast<std::uint64_t>(std::min(latency(random), 4e9)));
    return values;
}

TEST(Histogram, percentiles_are_within_the_stated_error_and_never_too_low) {
    for (const unsigned seed : {1U, 2U, 3U}) {
        std::vector<std::uint64_t> values = draw(20000, seed);
        Histogram histogram;
        for (const std::uint64_t value : values)
            histogram.record(value);
        std::ranges::sort(values);
        for (const double share : {0.0, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 0.9999, 1.0}) {
            const std::uint64_t truth = exact(values, share);
            const std::uint64_t said = histogram.percentile(share);
            EXPECT_GE(said, truth) << share << " seed " << seed;
            EXPECT_LE(static_cast<double>(said),
                      static_cast<double>(truth) * (1 + Histogram::relative_error))
                << share << " seed " << seed;
        }
        EXPECT_EQ(histogram.min(), values.front());
        EXPECT_EQ(histogram.max(), values.back());
        EXPECT_EQ(histogram.count(), values.size());
    }
}

TEST(Histogram, values_below_256_are_exact) {
    Histogram histogram;
    for (std::uint64_t value = 0; value < 256; ++value)
        histogram.record(value);
    for (std::uint64_t value = 0; value < 256; ++value)
        EXPECT_EQ(histogram.percentile((static_cast<double>(value) + 1) / 256), value);
}

TEST(Histogram, buckets_are_next_to_each_other_and_as_narrow_as_promised) {
    std::uint64_t end = 0;
    std::size_t buckets = 1;  // the one of 0
    while (end < Histogram::most) {
        const std::uint64_t first = end + 1;
        end = Histogram::bucket_end(first);
        ASSERT_GE(end, first);
        EXPECT_LE(static_cast<double>(end - first),
                  Histogram::relative_error * static_cast<double>(first));
        ++buckets;
    }
    EXPECT_EQ(end, Histogram::most);
    EXPECT_EQ(buckets, Histogram::bucket_count());
}

TEST(Histogram, merged_halves_say_what_the_whole_says) {
    const std::vector<std::uint64_t> values = draw(5000, 7);
    Histogram whole;
    Histogram even;
    Histogram odd;
    for (std::size_t i = 0; i < values.size(); ++i) {
        whole.record(values[i]);
        (i % 2 == 0 ? even : odd).record(values[i]);
    }
    Histogram merged;
    merged.merge(even);
    merged.merge(odd);
    merged.merge(Histogram());
    EXPECT_EQ(merged.count(), whole.count());
    EXPECT_EQ(merged.min(), whole.min());
    EXPECT_EQ(merged.max(), whole.max());
    EXPECT_DOUBLE_EQ(merged.mean(), whole.mean());
    for (const double share : {0.01, 0.5, 0.99, 1.0})
        EXPECT_EQ(merged.percentile(share), whole.percentile(share));
}

TEST(Histogram, what_is_beyond_the_last_bucket_is_counted_and_stands_at_the_top) {
    Histogram histogram;
    histogram.record(100);
    histogram.record(Histogram::most);
    histogram.record(Histogram::most + 12345);
    EXPECT_EQ(histogram.overflow(), 1U);
    EXPECT_EQ(histogram.count(), 3U);
    EXPECT_EQ(histogram.percentile(0.3), 100U);
    EXPECT_EQ(histogram.percentile(0.6), Histogram::most);
    EXPECT_EQ(histogram.percentile(1), Histogram::most + 12345);
}

TEST(Histogram, an_empty_one_says_0) {
    const Histogram histogram;
    EXPECT_EQ(histogram.percentile(0.99), 0U);
    EXPECT_EQ(histogram.min(), 0U);
    EXPECT_EQ(histogram.max(), 0U);
    EXPECT_EQ(histogram.mean(), 0);
    EXPECT_EQ(histogram.count_up_to(1000), 0U);
}

TEST(Histogram, counts_up_to_a_value) {
    Histogram histogram;
    for (std::uint64_t value = 1; value <= 200; ++value)
        histogram.record(value);
    EXPECT_EQ(histogram.count_up_to(0), 0U);
    EXPECT_EQ(histogram.count_up_to(50), 50U);
    EXPECT_EQ(histogram.count_up_to(200), 200U);
    EXPECT_EQ(histogram.count_up_to(1'000'000), 200U);
}

}  // namespace
}  // namespace yinxin::load
