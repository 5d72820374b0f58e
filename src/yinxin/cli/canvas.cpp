// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/canvas.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace yinxin::cli {
namespace {

/// Sample lines in a pixel row; across, coverage is exact.
constexpr int lines_per_row = 4;
constexpr int curve_steps = 16;

struct Edge {
    Point upper;
    Point lower;
    int direction = 1;
};

struct Crossing {
    double x = 0;
    int direction = 1;
};

std::vector<Edge> edges_of(const Outline& outline) {
    std::vector<Edge> edges;
    for (const auto& ring : outline.rings()) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const Point a = ring[i];
            const Point b = ring[(i + 1) % ring.size()];
            if (a.y < b.y) edges.push_back({a, b, 1});
            if (a.y > b.y) edges.push_back({b, a, -1});
        }
    }
    return edges;
}

/// Adds the span [from, to) of one sample line. `cover[i]` is what pixel i gains over pixel i - 1,
/// so that a long span costs four additions.
void add_span(std::vector<double>& cover, double from, double to) {
    const double last = static_cast<double>(cover.size() - 2);
    from = std::clamp(from, 0.0, last);
    to = std::clamp(to, 0.0, last);
    const auto step_at = [&cover](double x, double amount) {
        const auto pixel = static_cast<std::size_t>(x);
        const double right_part = static_cast<double>(pixel) + 1.0 - x;
        cover[pixel] += amount * right_part;
        cover[pixel + 1] += amount * (1.0 - right_part);
    };
    step_at(from, 1.0 / lines_per_row);
    step_at(to, -1.0 / lines_per_row);
}

void add_line(std::vector<double>& cover, std::vector<Crossing>& crossings) {
    std::ranges::sort(crossings, {}, &Crossing::x);
    int winding = 0;
    for (std::size_t i = 0; i + 1 < crossings.size(); ++i) {
        winding += crossings[i].direction;
        if (winding != 0) add_span(cover, crossings[i].x, crossings[i + 1].x);
    }
}

Point on_curve(Point a, Point b, Point c, Point d, double t) {
    const double s = 1 - t;
    const double wa = s * s * s;
    const double wb = 3 * s * s * t;
    const double wc = 3 * s * t * t;
    const double wd = t * t * t;
    return {wa * a.x + wb * b.x + wc * c.x + wd * d.x, wa * a.y + wb * b.y + wc * c.y + wd * d.y};
}

}  // namespace

Outline& Outline::move_to(Point to) {
    rings_.push_back({to});
    return *this;
}

Outline& Outline::line_to(Point to) {
    rings_.back().push_back(to);
    return *this;
}

Outline& Outline::curve_to(Point control1, Point control2, Point to) {
    const Point from = rings_.back().back();
    for (int i = 1; i <= curve_steps; ++i) {
        line_to(on_curve(from, control1, control2, to, static_cast<double>(i) / curve_steps));
    }
    return *this;
}

Outline& Outline::ellipse(Point centre, double radius_x, double radius_y) {
    constexpr int corners = 4 * curve_steps;
    std::vector<Point> ring;
    for (int i = 0; i < corners; ++i) {
        const double angle = 2 * std::numbers::pi * i / corners;
        ring.push_back(
            {centre.x + radius_x * std::cos(angle), centre.y + radius_y * std::sin(angle)});
    }
    rings_.push_back(std::move(ring));
    return *this;
}

Outline& Outline::stroke(Point from, Point control1, Point control2, Point to, double width) {
    const double half = width / 2;
    Point a = from;
    ellipse(a, half, half);
    for (int i = 1; i <= curve_steps; ++i) {
        const Point b =
            on_curve(from, control1, control2, to, static_cast<double>(i) / curve_steps);
        const double length = std::hypot(b.x - a.x, b.y - a.y);
        if (length > 0) {
            const Point side{-(b.y - a.y) / length * half, (b.x - a.x) / length * half};
            // Turned like ellipse(), or the overlap with the round ends would be a hole.
            rings_.push_back({{a.x - side.x, a.y - side.y},
                              {b.x - side.x, b.y - side.y},
                              {b.x + side.x, b.y + side.y},
                              {a.x + side.x, a.y + side.y}});
        }
        ellipse(b, half, half);
        a = b;
    }
    return *this;
}

Canvas::Canvas(int width, int height, Colour paper) : width_(width), height_(height) {
    pixels_.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    for (int i = 0; i < width * height; ++i) {
        pixels_.insert(pixels_.end(), {paper.red, paper.green, paper.blue});
    }
}

void Canvas::fill(const Outline& outline, Colour colour, double opacity) {
    const std::vector<Edge> edges = edges_of(outline);
    if (edges.empty()) return;
    const double top = std::ranges::min(edges, {}, [](const Edge& e) { return e.upper.y; }).upper.y;
    const double end = std::ranges::max(edges, {}, [](const Edge& e) { return e.lower.y; }).lower.y;
    const int first_row = std::max(0, static_cast<int>(std::floor(top)));
    const int last_row = std::min(height_ - 1, static_cast<int>(std::floor(end)));
    std::vector<double> cover;
    std::vector<Crossing> crossings;
    for (int row = first_row; row <= last_row; ++row) {
        cover.assign(static_cast<std::size_t>(width_) + 2, 0.0);
        for (int line = 0; line < lines_per_row; ++line) {
            const double y = row + (line + 0.5) / lines_per_row;
            crossings.clear();
            for (const Edge& edge : edges) {
                if (y < edge.upper.y || y >= edge.lower.y) continue;
                const double part = (y - edge.upper.y) / (edge.lower.y - edge.upper.y);
                crossings.push_back(
                    {edge.upper.x + part * (edge.lower.x - edge.upper.x), edge.direction});
            }
            add_line(cover, crossings);
        }
        blend_row(row, cover, colour, opacity);
    }
}

void Canvas::blend_row(int y, const std::vector<double>& cover, Colour colour, double opacity) {
    std::uint8_t* pixel = pixels_.data() + static_cast<std::size_t>(y) * width_ * 3;
    const auto mix = [](std::uint8_t below, std::uint8_t above, double share) {
        return static_cast<std::uint8_t>(std::lround(below + (above - below) * share));
    };
    double covered = 0;
    for (int x = 0; x < width_; ++x, pixel += 3) {
        covered += cover[static_cast<std::size_t>(x)];
        const double share = std::clamp(covered, 0.0, 1.0) * opacity;
        if (share < 0.001) continue;
        pixel[0] = mix(pixel[0], colour.red, share);
        pixel[1] = mix(pixel[1], colour.green, share);
        pixel[2] = mix(pixel[2], colour.blue, share);
    }
}

}  // namespace yinxin::cli
