// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/display_list.hpp"

#include <cmath>
#include <numbers>

namespace yinxin::documents {

/// Follows a parametric curve with `segments` cubics that meet it in place and direction.
template <class Curve>
void trace(Path& path, Curve curve, double from, double to, int segments) {
    const double step = (to - from) / segments;
    const double delta = step * 1e-4;
    const auto direction = [&](double t) {
        const Point before = curve(t - delta);
        const Point after = curve(t + delta);
        return Point{(after.x - before.x) / (2 * delta), (after.y - before.y) / (2 * delta)};
    };
    Point at = curve(from);
    Point way = direction(from);
    path.move(at);
    for (int i = 1; i <= segments; ++i) {
        const double t = from + i * step;
        const Point next = curve(t);
        const Point next_way = direction(t);
        path.cubic({at.x + way.x * step / 3, at.y + way.y * step / 3},
                   {next.x - next_way.x * step / 3, next.y - next_way.y * step / 3},
                   next);
        at = next;
        way = next_way;
    }
}

/// One closed line of a rosette: a circle of mean radius `radius` whose distance from the centre
/// swings by `swing`, `petals` times a turn.
struct RosetteLine {
    double radius;
    double swing;
    int petals;
    double phase;
};

inline void trace_rosette(Path& path, Point centre, const RosetteLine& line) {
    const auto curve = [&](double angle) {
        const double r = line.radius + line.swing * std::cos(line.petals * angle + line.phase);
        return Point{centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)};
    };
    trace(path, curve, 0, 2 * std::numbers::pi, 4 * line.petals);
    path.close();
}

}  // namespace yinxin::documents
