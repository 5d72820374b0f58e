// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace yinxin::load {
namespace {

constexpr unsigned half_bits = 7;  ///< 128 buckets to a doubling
constexpr std::uint64_t half = std::uint64_t{1} << half_bits;
constexpr std::uint64_t linear = 2 * half;  ///< values below have a bucket each
constexpr unsigned doublings = 32 - (half_bits + 1);
constexpr std::size_t buckets = linear + doublings * half;

/// How far a value is shifted so that 128 to 255 is left of it.
unsigned shift_of(std::uint64_t value) {
    return value < linear ? 0 : static_cast<unsigned>(std::bit_width(value)) - (half_bits + 1);
}

std::size_t index_of(std::uint64_t value) {
    if (value < linear) return static_cast<std::size_t>(value);
    const unsigned shift = shift_of(value);
    return linear + (shift - 1) * half + static_cast<std::size_t>((value >> shift) - half);
}

std::uint64_t end_of(std::size_t index) {
    if (index < linear) return index;
    const std::uint64_t above = index - linear;
    const auto shift = static_cast<unsigned>(above / half) + 1;
    return ((half + above % half + 1) << shift) - 1;
}

}  // namespace

void Histogram::record(std::uint64_t microseconds) {
    if (buckets_.empty()) buckets_.resize(buckets);
    if (microseconds > most) ++overflow_;
    ++buckets_[index_of(std::min(microseconds, most))];
    ++count_;
    min_ = std::min(min_, microseconds);
    max_ = std::max(max_, microseconds);
    sum_ += static_cast<double>(microseconds);
}

void Histogram::merge(const Histogram& other) {
    if (other.count_ == 0) return;
    if (buckets_.empty()) buckets_.resize(buckets);
    for (std::size_t i = 0; i < buckets; ++i)
        buckets_[i] += other.buckets_[i];
    count_ += other.count_;
    overflow_ += other.overflow_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
    sum_ += other.sum_;
}

double Histogram::mean() const noexcept {
    return count_ == 0 ? 0 : sum_ / static_cast<double>(count_);
}

std::uint64_t Histogram::percentile(double share) const noexcept {
    if (count_ == 0) return 0;
    const double exact = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_));
    const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(exact));
    // What is beyond the last bucket has no place in it but the largest value.
    if (rank > count_ - overflow_) return max_;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < buckets; ++i) {
        seen += buckets_[i];
        if (seen >= rank) return std::min(end_of(i), max_);
    }
    return max_;
}

std::uint64_t Histogram::count_up_to(std::uint64_t microseconds) const noexcept {
    if (count_ == 0) return 0;
    if (microseconds >= max_) return count_;
    const std::size_t last = index_of(std::min(microseconds, most));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i <= last; ++i)
        seen += buckets_[i];
    return seen;
}

std::uint64_t Histogram::bucket_end(std::uint64_t microseconds) noexcept {
    return end_of(index_of(std::min(microseconds, most)));
}

std::size_t Histogram::bucket_count() noexcept {
    return buckets;
}

}  // namespace yinxin::load
