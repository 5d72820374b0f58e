// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/display_list.hpp"

#include <cmath>

namespace yinxin::documents {

Matrix Matrix::rotation(double radians, Point to) {
    const double cosine = std::cos(radians);
    const double sine = std::sin(radians);
    return {cosine, sine, -sine, cosine, to.x, to.y};
}

Path& Path::move(Point to) {
    verbs.push_back(Verb::move);
    points.push_back(to);
    return *this;
}

Path& Path::line(Point to) {
    verbs.push_back(Verb::line);
    points.push_back(to);
    return *this;
}

Path& Path::cubic(Point first, Point second, Point to) {
    verbs.push_back(Verb::cubic);
    points.insert(points.end(), {first, second, to});
    return *this;
}

Path& Path::close() {
    verbs.push_back(Verb::close);
    return *this;
}

Path& Path::rectangle(const Box& box) {
    move({box.x, box.y});
    line({box.x + box.width, box.y});
    line({box.x + box.width, box.y + box.height});
    line({box.x, box.y + box.height});
    return close();
}

Path& Path::circle(Point centre, double radius) {
    // The usual cubic approximation of a quarter; off by at most 0.03 % of the radius.
    const double k = 0.5522847498 * radius;
    const auto at = [&](double x, double y) { return Point{centre.x + x, centre.y + y}; };
    move(at(radius, 0));
    cubic(at(radius, k), at(k, radius), at(0, radius));
    cubic(at(-k, radius), at(-radius, k), at(-radius, 0));
    cubic(at(-radius, -k), at(-k, -radius), at(0, -radius));
    cubic(at(k, -radius), at(radius, -k), at(radius, 0));
    return close();
}

}  // namespace yinxin::documents
