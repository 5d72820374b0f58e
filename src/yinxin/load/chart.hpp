// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Charts as inline SVG, each followed by a table that says the same. Colours are classes (s0 to
/// s3) of the page's style sheet; lines also differ by their dashes and carry their names.
namespace yinxin::load {

/// One line of a chart: a value for each stretch of time.
struct Series {
    std::string name;
    std::vector<double> values;
};

struct LineChart {
    std::string title;
    std::string unit;  ///< of the values, e.g. "ms"
    bool is_logarithmic = false;
    double seconds_each = 1;     ///< how long one stretch is
    std::vector<Series> series;  ///< at most four, equally long
};
[[nodiscard]] std::string draw(const LineChart& chart);

struct Bar {
    std::string label;
    double value = 0;
};
/// Bars beside each other (a histogram) or below each other (kinds with long names).
enum class Direction { upright, lying };
struct BarChart {
    std::string title;
    std::string label;  ///< what the bars are, for the table's head
    std::string unit;
    Direction direction = Direction::upright;
    std::vector<Bar> bars;
};
[[nodiscard]] std::string draw(const BarChart& chart);

/// A round number at or above `value`, the end of an axis: 1, 2 or 5 times a power of ten.
[[nodiscard]] double axis_end(double value);
/// "0.42", "37", "1,240": three digits that count.
[[nodiscard]] std::string number_text(double value);
/// For text and attributes of HTML.
[[nodiscard]] std::string escape(std::string_view text);

}  // namespace yinxin::load
