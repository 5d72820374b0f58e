// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/arrivals.hpp"

#include <algorithm>
#include <cmath>
#include <random>

namespace yinxin::load {
namespace {

constexpr double ramp = 0.25;  ///< of the time, at either end of a storm
/// Area under a storm whose peak is 1 and whose time is 1: two triangles and the peak.
constexpr double storm_area = 1 - ramp;

double area_of(Shape shape) {
    return shape == Shape::storm ? storm_area : 1;
}

/// The time by which the share `passed` of all have come; both 0 to 1. The integral of the rate,
/// turned round: a square root in the ramps, a line in between.
double time_of(Shape shape, double passed) {
    if (shape == Shape::steady) return passed;
    const double area = passed * storm_area;
    const double in_ramp = ramp / 2;
    if (area < in_ramp) return std::sqrt(2 * ramp * area);
    if (area > storm_area - in_ramp) return 1 - std::sqrt(2 * ramp * (storm_area - area));
    return ramp + (area - in_ramp);
}

}  // namespace

std::vector<Offset> arrivals(Shape shape,
                             std::size_t count,
                             std::chrono::seconds length,
                             std::uint32_t seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> uniform(0, 1);
    const auto whole = static_cast<double>(Offset(length).count());
    std::vector<Offset> times;
    times.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const double at = std::min(time_of(shape, uniform(random)) * whole, whole - 1);
        times.emplace_back(static_cast<Offset::rep>(at));
    }
    std::ranges::sort(times);
    return times;
}

std::size_t count_for_peak(Shape shape, double per_second, std::chrono::seconds length) {
    const double count = per_second * area_of(shape) * static_cast<double>(length.count());
    return static_cast<std::size_t>(std::llround(std::max(0.0, count)));
}

double peak_of(Shape shape, std::size_t count, std::chrono::seconds length) {
    return static_cast<double>(count) / (area_of(shape) * static_cast<double>(length.count()));
}

}  // namespace yinxin::load
