// SPDX-License-Identifier: Apache-2.0
#include "yinxin/load/chart.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace yinxin::load {
namespace {

// The drawing area inside the picture, in its own units.
constexpr double width = 760;
constexpr double height = 300;
constexpr double left = 64;
constexpr double right = 640;       ///< names of lines stand behind
constexpr double bars_right = 744;  ///< bars have no names beside them
constexpr double top = 16;
constexpr double bottom = 256;
constexpr int grid_lines = 5;
constexpr double least_logarithm = 0.1;  ///< where a logarithmic axis begins at the lowest
constexpr std::size_t most_rows = 40;    ///< of a table; longer ones take every other, and so on

/// Values to heights.
struct Axis {
    double low = 0;
    double high = 1;
    bool is_logarithmic = false;

    [[nodiscard]] double at(double value) const {
        double share = 0;
        if (is_logarithmic) {
            share = std::log(std::max(value, low) / low) / std::log(high / low);
        } else {
            share = (value - low) / (high - low);
        }
        return bottom - std::clamp(share, 0.0, 1.0) * (bottom - top);
    }
    [[nodiscard]] std::vector<double> marks() const {
        std::vector<double> marks;
        if (is_logarithmic) {
            for (double mark = low; mark <= high * 1.001; mark *= 10)
                marks.push_back(mark);
        } else {
            for (int i = 0; i <= grid_lines; ++i)
                marks.push_back(low + (high - low) * i / grid_lines);
        }
        return marks;
    }
};

std::string text(double x, double y, std::string_view anchor, std::string_view words) {
    return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n",
                       x,
                       y,
                       anchor,
                       escape(words));
}

/// @param end  where its lines end
std::string grid(const Axis& axis, double end) {
    std::string svg;
    for (const double mark : axis.marks()) {
        const double y = axis.at(mark);
        svg +=
            fmt::format("<line class=\"grid\" x1=\"{}\" y1=\"{:.1f}\" x2=\"{}\" y2=\"{:.1f}\"/>\n",
                        left,
                        y,
                        end,
                        y);
        svg += text(left - 8, y + 4, "end", number_text(mark));
    }
    return svg;
}

/// @param drawing_height  of the picture
std::string figure(std::string_view title,
                   std::string_view unit,
                   double drawing_height,
                   std::string_view drawing,
                   std::string_view table) {
    const std::string name =
        unit.empty() ? std::string(title) : fmt::format("{} ({})", title, unit);
    return fmt::format(
        "<figure>\n<figcaption>{0}</figcaption>\n"
        "<svg viewBox=\"0 0 {1:.0f} {2:.0f}\" role=\"img\" aria-label=\"{0}; the table below says "
        "the same\">\n{3}</svg>\n"
        "<details><summary>{0}, as a table</summary>\n<div "
        "class=\"wide\"><table>\n{4}</table></div>"
        "</details>\n</figure>\n",
        escape(name),
        width,
        drawing_height,
        drawing,
        table);
}

std::size_t stretches_of(const LineChart& chart) {
    return chart.series.empty() ? 0 : chart.series.front().values.size();
}

Axis axis_of(const LineChart& chart) {
    double most = 0;
    double least = 0;
    for (const Series& series : chart.series) {
        for (const double value : series.values) {
            most = std::max(most, value);
            if (value > 0) least = least == 0 ? value : std::min(least, value);
        }
    }
    if (!chart.is_logarithmic) return {0, axis_end(most), false};
    const double low = std::pow(10, std::floor(std::log10(std::max(least, least_logarithm))));
    return {
        low, std::max(low * 10, std::pow(10, std::ceil(std::log10(std::max(most, low))))), true};
}

double x_of(std::size_t index, std::size_t count) {
    const double share =
        count < 2 ? 0 : static_cast<double>(index) / static_cast<double>(count - 1);
    return left + share * (right - left);
}

std::string time_marks(const LineChart& chart) {
    std::string svg;
    const std::size_t count = stretches_of(chart);
    const std::size_t every = std::max<std::size_t>(1, (count + 7) / 8);
    for (std::size_t i = 0; i < count; i += every) {
        const double seconds = static_cast<double>(i) * chart.seconds_each;
        svg += text(x_of(i, count), bottom + 20, "middle", fmt::format("{:g} s", seconds));
    }
    return svg;
}

/// A line breaks where there is no value on a logarithmic axis: nothing was answered then.
std::string line_of(const Series& series, const Axis& axis, std::size_t number) {
    std::string path;
    bool is_drawn = false;
    for (std::size_t i = 0; i < series.values.size(); ++i) {
        const double value = series.values[i];
        const bool has_place = !axis.is_logarithmic || value > 0;
        if (has_place) {
            path += fmt::format("{}{:.1f} {:.1f} ",
                                is_drawn ? 'L' : 'M',
                                x_of(i, series.values.size()),
                                axis.at(value));
        }
        is_drawn = has_place;
    }
    return fmt::format("<path class=\"line s{}\" d=\"{}\"/>\n", number, path);
}

/// Names behind the ends of the lines, moved apart where they would lie on each other.
std::string names_of(const LineChart& chart, const Axis& axis) {
    struct Name {
        double y;
        std::size_t number;
    };
    std::vector<Name> names;
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
        const auto& values = chart.series[i].values;
        names.push_back({axis.at(values.empty() ? 0 : values.back()), i});
    }
    std::ranges::sort(names, {}, [](const Name& name) { return std::pair(name.y, name.number); });
    constexpr double apart = 18;
    for (std::size_t i = 1; i < names.size(); ++i)
        names[i].y = std::max(names[i].y, names[i - 1].y + apart);
    const double beyond = names.empty() ? 0 : std::max(0.0, names.back().y - bottom);
    std::string svg;
    for (const Name& name : names) {
        const double y = name.y - beyond;
        svg += fmt::format(
            "<line class=\"line s{}\" x1=\"{}\" y1=\"{:.1f}\" x2=\"{}\" y2=\"{:.1f}\"/>\n",
            name.number,
            right + 6,
            y,
            right + 28,
            y);
        svg += text(right + 34, y + 4, "start", chart.series[name.number].name);
    }
    return svg;
}

std::string table_of(const LineChart& chart) {
    std::string table = "<thead><tr><th scope=\"col\">from second</th>";
    for (const Series& series : chart.series)
        table += fmt::format("<th scope=\"col\">{}</th>", escape(series.name));
    table += "</tr></thead>\n<tbody>\n";
    const std::size_t count = stretches_of(chart);
    const std::size_t every = std::max<std::size_t>(1, (count + most_rows - 1) / most_rows);
    for (std::size_t i = 0; i < count; i += every) {
        table += fmt::format("<tr><th scope=\"row\">{:g}</th>",
                             static_cast<double>(i) * chart.seconds_each);
        for (const Series& series : chart.series)
            table += fmt::format("<td>{}</td>", number_text(series.values[i]));
        table += "</tr>\n";
    }
    return table + "</tbody>\n";
}

std::string table_of(const BarChart& chart) {
    std::string table = fmt::format(
        "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead>\n"
        "<tbody>\n",
        escape(chart.label),
        escape(chart.unit));
    for (const Bar& bar : chart.bars) {
        table += fmt::format("<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
                             escape(bar.label),
                             number_text(bar.value));
    }
    return table + "</tbody>\n";
}

double most_of(const BarChart& chart) {
    double most = 0;
    for (const Bar& bar : chart.bars)
        most = std::max(most, bar.value);
    return most;
}

std::string upright(const BarChart& chart) {
    const Axis axis{0, axis_end(most_of(chart)), false};
    std::string svg = grid(axis, bars_right);
    const std::size_t count = chart.bars.size();
    const double each = (bars_right - left) / static_cast<double>(std::max<std::size_t>(1, count));
    const std::size_t every = std::max<std::size_t>(1, (count + 9) / 10);
    for (std::size_t i = 0; i < count; ++i) {
        const double x = left + each * static_cast<double>(i);
        const double y = axis.at(chart.bars[i].value);
        svg += fmt::format(
            "<rect class=\"bar\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"/>\n",
            x + 1,
            y,
            std::max(1.0, each - 2),
            bottom - y);
        if (i % every == 0) svg += text(x + each / 2, bottom + 20, "middle", chart.bars[i].label);
    }
    return svg;
}

constexpr double lying_height = 30;

std::string lying(const BarChart& chart) {
    constexpr double labels = 300;
    const double end = axis_end(most_of(chart));
    std::string svg;
    double y = 8;
    for (const Bar& bar : chart.bars) {
        const double length = bar.value / end * (width - labels - 80);
        svg += text(labels - 10, y + 15, "end", bar.label);
        svg += fmt::format(
            "<rect class=\"bar\" x=\"{}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"20\"/>\n",
            labels,
            y,
            std::max(1.0, length));
        svg += text(labels + length + 8, y + 15, "start", number_text(bar.value));
        y += lying_height;
    }
    return svg;
}

}  // namespace

std::string draw(const LineChart& chart) {
    const Axis axis = axis_of(chart);
    std::string svg = grid(axis, right) + time_marks(chart);
    for (std::size_t i = 0; i < chart.series.size(); ++i)
        svg += line_of(chart.series[i], axis, i);
    svg += names_of(chart, axis);
    return figure(chart.title, chart.unit, height, svg, table_of(chart));
}

std::string draw(const BarChart& chart) {
    const bool is_upright = chart.direction == Direction::upright;
    const double tall =
        is_upright ? height : 16 + lying_height * static_cast<double>(chart.bars.size());
    return figure(
        chart.title, "", tall, is_upright ? upright(chart) : lying(chart), table_of(chart));
}

double axis_end(double value) {
    if (!(value > 0)) return 1;
    const double power = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0}) {
        if (value <= step * power * 1.0000001) return step * power;
    }
    return 10 * power;
}

std::string number_text(double value) {
    if (value >= 1000) {
        std::string digits = fmt::format("{:.0f}", value);
        for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
            digits.insert(static_cast<std::size_t>(at), ",");
        return digits;
    }
    return fmt::format("{:.3g}", value);
}

std::string escape(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&':
                html += "&amp;";
                break;
            case '<':
                html += "&lt;";
                break;
            case '>':
                html += "&gt;";
                break;
            case '"':
                html += "&quot;";
                break;
            default:
                html += c;
        }
    }
    return html;
}

}  // namespace yinxin::load
