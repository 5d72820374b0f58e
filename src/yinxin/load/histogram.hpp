// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace yinxin::load {

/// A latency histogram of fixed size: buckets are linear up to 255 µs and then 128 to each doubling
/// (the layout of HdrHistogram, G. Tene). Whatever is asked of it is wrong by at most 1/128 (0.8 %)
/// and never too low. Values are microseconds.
///
/// It knows nothing about coordinated omission; whoever records measures from the moment at which a
/// request should have been sent, not from the one at which it was.
class Histogram {
  public:
    /// Longer ones (71 minutes) are counted, and stand at the top with the largest value seen.
    static constexpr std::uint64_t most = (std::uint64_t{1} << 32) - 1;
    /// Bound of the relative error of percentile().
    static constexpr double relative_error = 1.0 / 128;

    void record(std::uint64_t microseconds);
    /// As if everything recorded there had been recorded here.
    void merge(const Histogram& other);

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    /// Of `count`, those beyond `most`.
    [[nodiscard]] std::uint64_t overflow() const noexcept { return overflow_; }
    /// Exact; 0 when empty.
    [[nodiscard]] std::uint64_t min() const noexcept { return count_ == 0 ? 0 : min_; }
    [[nodiscard]] std::uint64_t max() const noexcept { return max_; }
    [[nodiscard]] double mean() const noexcept;

    /// The value below or at which `share` of all are (nearest rank): the upper end of its bucket,
    /// but never more than the largest value seen. 0 when empty.
    /// @param share  0 to 1; 0.99 for p99
    [[nodiscard]] std::uint64_t percentile(double share) const noexcept;
    /// How many are at or below this value; exact to one bucket.
    [[nodiscard]] std::uint64_t count_up_to(std::uint64_t microseconds) const noexcept;

    /// The largest value of the bucket this one falls into.
    [[nodiscard]] static std::uint64_t bucket_end(std::uint64_t microseconds) noexcept;
    /// How many buckets there are, whatever was recorded.
    [[nodiscard]] static std::size_t bucket_count() noexcept;

  private:
    std::vector<std::uint64_t> buckets_;  ///< empty until the first record
    std::uint64_t count_ = 0;
    std::uint64_t overflow_ = 0;
    std::uint64_t min_ = UINT64_MAX;
    std::uint64_t max_ = 0;
    double sum_ = 0;
};

}  // namespace yinxin::load
