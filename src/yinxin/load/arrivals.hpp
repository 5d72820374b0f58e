// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace yinxin::load {

using Offset = std::chrono::microseconds;

/// How many come when.
enum class Shape {
    steady,  ///< the same rate all the time
    storm,  ///< a quarter of the time more and more, half of it the peak, a quarter fewer and fewer
};

/// When each of `count` visitors comes, ascending, within [0, length): independent of each other as
/// people are (a Poisson process of this shape, given their number), and of how fast the service
/// answers. The same seed gives the same times.
[[nodiscard]] std::vector<Offset> arrivals(Shape shape,
                                           std::size_t count,
                                           std::chrono::seconds length,
                                           std::uint32_t seed);

/// Visitors that make the peak of a shape so many a second.
[[nodiscard]] std::size_t count_for_peak(Shape shape,
                                         double per_second,
                                         std::chrono::seconds length);
/// The peak so many visitors make, per second.
[[nodiscard]] double peak_of(Shape shape, std::size_t count, std::chrono::seconds length);

}  // namespace yinxin::load
