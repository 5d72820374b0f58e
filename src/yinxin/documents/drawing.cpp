// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/drawing.hpp"

namespace yinxin::documents {

void put_text(Ops& ops,
              const FittedText& text,
              const TextRoom& room,
              const TextPlace& place,
              const FontBook& fonts) {
    double base_line = place.base_line;
    bool first = true;
    for (const std::u32string& line : text.lines) {
        TextRun run;
        run.role = room.role;
        run.size = text.size;
        run.letter_spacing = room.letter_spacing * text.size;
        run.colour = place.colour;
        run.text = line;
        double x = place.x;
        if (place.align != Align::left) {
            const double width = line_width(line, room, text.size, fonts);
            x -= place.align == Align::centre ? width / 2 : width;
        }
        if (first) x += room.first_indent * text.size;
        run.origin = {x, base_line};
        ops.push_back(std::move(run));
        base_line += place.leading;
        first = false;
    }
}

PaintedPath make_rule(Point from, Point to, Stroke stroke) {
    PaintedPath rule;
    rule.path.move(from).line(to);
    rule.stroke = stroke;
    return rule;
}

}  // namespace yinxin::documents
