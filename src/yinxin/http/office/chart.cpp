// SPDX-License-Identifier: Apache-2.0
#include "yinxin/http/office/chart.hpp"

#include "yinxin/http/wire.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace yinxin::http {
namespace {

constexpr double height = 180;
constexpr double top = 22;
constexpr double bottom = 24;
constexpr double plot = height - top - bottom;

}  // namespace

SafeHtml draw_bars(const std::vector<Bar>& bars, const std::string& title, double width) {
    std::string svg = fmt::format(
        "<svg class=\"chart\" viewBox=\"0 0 {} {}\" role=\"img\" "
        "aria-label=\"{}\"><title>{}</title>",
        width,
        height,
        escape_html(title),
        escape_html(title));
    svg += fmt::format("<path class=\"axis\" d=\"M0 {0}H{1}\"/>", height - bottom + 0.5, width);
    if (!bars.empty()) {
        const auto highest = std::ranges::max_element(bars, {}, &Bar::value);
        const double unit = plot / static_cast<double>(std::max<std::int64_t>(highest->value, 1));
        const double step = width / static_cast<double>(bars.size());
        const double gap = step > 4 ? std::min(step * 0.2, 6.0) : 0;
        for (std::size_t i = 0; i < bars.size(); ++i) {
            const double tall = unit * static_cast<double>(bars[i].value);
            if (bars[i].value == 0) continue;
            svg += fmt::format(
                "<rect x=\"{:.2f}\" y=\"{:.2f}\" width=\"{:.2f}\" height=\"{:.2f}\">"
                "<title>{}: {}</title></rect>",
                step * static_cast<double>(i) + gap / 2,
                height - bottom - tall,
                std::max(step - gap, 0.8),
                tall,
                escape_html(bars[i].label),
                bars[i].value);
        }
        const auto at = static_cast<double>(highest - bars.begin());
        const double middle = step * (at + 0.5);
        const char* anchor = middle < 60 ? "start" : middle > width - 60 ? "end" : "middle";
        svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>",
                           middle < 60           ? 0
                           : middle > width - 60 ? width
                                                 : middle,
                           top - 7,
                           anchor,
                           highest->value);
        svg += fmt::format(
            "<text x=\"0\" y=\"{0}\">{1}</text>"
            "<text x=\"{2}\" y=\"{0}\" text-anchor=\"end\">{3}</text>",
            height - 6,
            escape_html(bars.front().label),
            width,
            escape_html(bars.back().label));
    }
    return SafeHtml(svg + "</svg>");
}

}  // namespace yinxin::http
