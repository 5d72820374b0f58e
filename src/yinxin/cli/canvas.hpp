// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <cstdint>
#include <vector>

namespace yinxin::cli {

/// A point in pixels; x to the right, y downwards, the origin at the top left corner.
struct Point {
    double x = 0;
    double y = 0;
};

struct Colour {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
};

/// A closed shape of straight edges; curves are flattened when they are added. Parts that overlap
/// fill once if they turn the same way (non-zero winding).
class Outline {
  public:
    Outline& move_to(Point to);
    Outline& line_to(Point to);
    /// Cubic Bézier curve from the current point.
    Outline& curve_to(Point control1, Point control2, Point to);
    Outline& ellipse(Point centre, double radius_x, double radius_y);
    /// A cubic Bézier curve drawn with a round pen of that width.
    Outline& stroke(Point from, Point control1, Point control2, Point to, double width);

    [[nodiscard]] const std::vector<std::vector<Point>>& rings() const noexcept { return rings_; }

  private:
    std::vector<std::vector<Point>> rings_;
};

/// An RGB picture painted with flat, anti-aliased shapes. Same calls, same pixels.
class Canvas {
  public:
    Canvas(int width, int height, Colour paper);

    /// Paints over what is there. `opacity` from 0 to 1.
    void fill(const Outline& outline, Colour colour, double opacity = 1.0);

    [[nodiscard]] int width() const noexcept { return width_; }
    [[nodiscard]] int height() const noexcept { return height_; }
    /// Three bytes a pixel (red, green, blue), row by row.
    [[nodiscard]] BytesView pixels() const noexcept { return pixels_; }

  private:
    void blend_row(int y, const std::vector<double>& cover, Colour colour, double opacity);

    int width_;
    int height_;
    Bytes pixels_;
};

}  // namespace yinxin::cli
