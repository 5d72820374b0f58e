// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/pdf_content.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace yinxin::documents {
namespace {

/// Outlines are drawn on a grid of 1/500 em: three digits a number, and finer than any printer.
constexpr int outline_grid = 500;

/// Digits, sign and space of a coordinate within 8,000 units of the em.
constexpr std::size_t longest_number = 6;

/// Numbers with their space, ready to copy.
struct GridNumbers {
    static constexpr int low = -512;
    static constexpr int high = 1024;
    struct Entry {
        std::array<char, 6> text;
        std::uint8_t length;
    };
    std::array<Entry, high - low> entries{};

    GridNumbers() {
        for (int value = low; value < high; ++value) {
            const std::string text = std::to_string(value) + ' ';
            Entry& entry = entries[static_cast<std::size_t>(value - low)];
            std::ranges::copy(text, entry.text.begin());
            entry.length = static_cast<std::uint8_t>(text.size());
        }
    }
};

char* put_grid_number(char* at, int thousandths) {
    static const GridNumbers numbers;
    const int value = thousandths * outline_grid / 1000;
    if (value >= GridNumbers::low && value < GridNumbers::high) {
        const auto& entry = numbers.entries[static_cast<std::size_t>(value - GridNumbers::low)];
        std::memcpy(at, entry.text.data(), entry.text.size());
        return at + entry.length;
    }
    at = std::to_chars(at, at + longest_number, value).ptr;
    *at++ = ' ';
    return at;
}

void append_colour(std::string& out, Colour colour, std::string_view operation) {
    for (const auto channel : {colour.red, colour.green, colour.blue}) {
        append_decimal(out, channel / 255.0, 3);
        out += ' ';
    }
    out += operation;
}

}  // namespace

void PdfContent::play(const Ops& ops, std::span<const Form> forms) {
    for (const Op& op : ops) {
        if (const auto* mark = std::get_if<FormMark>(&op)) {
            begin_form(mark->matrix);
            play(forms[mark->form].ops);
            end_form();
        } else if (const auto* run = std::get_if<TextRun>(&op)) {
            draw(*run);
        } else if (const auto* path = std::get_if<PaintedPath>(&op)) {
            draw(*path);
        } else if (const auto* photo = std::get_if<PhotoMark>(&op)) {
            draw(*photo);
        } else if (const auto* code = std::get_if<CodeMark>(&op)) {
            draw(*code);
        } else if (const auto* stencil = std::get_if<StencilMark>(&op)) {
            draw(*stencil);
        }
    }
}

void PdfContent::play_with_xobjects(const Ops& ops) {
    for (const Op& op : ops) {
        const auto* mark = std::get_if<FormMark>(&op);
        if (mark == nullptr) continue;
        begin_form(mark->matrix);
        out_ += "/W";
        append_integer(out_, static_cast<std::int64_t>(mark->form));
        out_ += " Do ";
        end_form();
    }
}

void PdfContent::begin_form(const Matrix& m) {
    out_ += "q ";
    // The form is drawn with y upwards around its own origin: the page's turn is undone and redone.
    matrix(m.a, -m.b, -m.c, m.d, m.e * points_per_mm, height_ - m.f * points_per_mm);
    outer_ = state_;
    outer_height_ = height_;
    height_ = 0;
}

void PdfContent::end_form() {
    out_ += "Q\n";
    state_ = outer_;
    height_ = outer_height_;
}

void PdfContent::matrix(double a, double b, double c, double d, double e, double f) {
    for (const double value : {a, b, c, d}) {
        append_decimal(out_, value, 5);
        out_ += ' ';
    }
    append_decimal(out_, e);
    out_ += ' ';
    append_decimal(out_, f);
    out_ += " cm\n";
}

void PdfContent::point(Point at) {
    append_decimal(out_, at.x * points_per_mm);
    out_ += ' ';
    append_decimal(out_, height_ - at.y * points_per_mm);
    out_ += ' ';
}

void PdfContent::fill_colour(Colour colour) {
    if (state_.fill == colour) return;
    state_.fill = colour;
    append_colour(out_, colour, "rg\n");
}

void PdfContent::stroke_style(const Stroke& stroke) {
    if (state_.stroke != stroke.colour) {
        state_.stroke = stroke.colour;
        append_colour(out_, stroke.colour, "RG\n");
    }
    if (state_.line_width != stroke.width) {
        state_.line_width = stroke.width;
        append_decimal(out_, stroke.width * points_per_mm);
        out_ += " w\n";
    }
}

void PdfContent::draw(const TextRun& run) {
    if (run.paint == TextPaint::outlines) {
        draw_outlines(run);
        return;
    }
    fill_colour(run.colour);
    out_ += "BT ";
    if (state_.size != run.size) {
        state_.size = run.size;
        out_.append(font_name_) += ' ';
        append_decimal(out_, run.size * points_per_mm);
        out_ += " Tf ";
    }
    if (state_.letter_spacing != run.letter_spacing) {
        state_.letter_spacing = run.letter_spacing;
        append_decimal(out_, run.letter_spacing * points_per_mm, 3);
        out_ += " Tc ";
    }
    point(run.origin);
    out_ += "Td <";
    for (const char32_t character : run.text) {
        append_hex16(out_, static_cast<std::uint32_t>(subset_.use(run.role, character).cid));
    }
    out_ += "> Tj ET\n";
}

void PdfContent::draw_outlines(const TextRun& run) {
    fill_colour(run.colour);
    const double unit = run.size * points_per_mm / outline_grid;
    const double cosine = std::cos(run.angle);
    const double sine = std::sin(run.angle);
    double along = 0;
    for (const char32_t character : run.text) {
        const Glyph& glyph = subset_.find(run.role, character);
        if (!glyph.outline.verbs.empty()) {
            const Point at{run.origin.x + along * cosine, run.origin.y + along * sine};
            out_ += "q ";
            // Clockwise on the page is negative where y points upwards.
            matrix(unit * cosine,
                   -unit * sine,
                   unit * sine,
                   unit * cosine,
                   at.x * points_per_mm,
                   height_ - at.y * points_per_mm);
            glyph_path(glyph.outline);
            out_ += "f Q\n";
        }
        along += glyph.advance * run.size / 1000 + run.letter_spacing;
    }
}

void PdfContent::glyph_path(const Outline& outline) {
    const Outline::Node* node = outline.nodes.data();
    const std::size_t begin = out_.size();
    // Room for the longest case first: this is the hottest loop of a document.
    out_.resize(begin + outline.nodes.size() * 2 * longest_number + outline.verbs.size() * 2);
    char* at = out_.data() + begin;
    const auto put = [&](int count, char operation) {
        for (int i = 0; i < count; ++i, ++node) {
            at = put_grid_number(at, node->x);
            at = put_grid_number(at, node->y);
        }
        *at++ = operation;
        *at++ = '\n';
    };
    for (const Verb verb : outline.verbs) {
        switch (verb) {
            case Verb::move:
                put(1, 'm');
                break;
            case Verb::line:
                put(1, 'l');
                break;
            case Verb::cubic:
                put(3, 'c');
                break;
            case Verb::close:
                break;  // filling closes
        }
    }
    out_.resize(static_cast<std::size_t>(at - out_.data()));
}

void PdfContent::draw(const PaintedPath& painted) {
    if (painted.fill) fill_colour(*painted.fill);
    if (painted.stroke) stroke_style(*painted.stroke);
    const Point* at = painted.path.points.data();
    for (const Verb verb : painted.path.verbs) {
        switch (verb) {
            case Verb::move:
                point(*at++);
                out_ += "m\n";
                break;
            case Verb::line:
                point(*at++);
                out_ += "l\n";
                break;
            case Verb::cubic:
                for (int i = 0; i < 3; ++i)
                    point(*at++);
                out_ += "c\n";
                break;
            case Verb::close:
                out_ += "h\n";
                break;
        }
    }
    out_ += painted.fill && painted.stroke ? "B\n" : painted.fill ? "f\n" : "S\n";
}

void PdfContent::image(const Box& box, std::string_view name) {
    out_ += "q ";
    matrix(box.width * points_per_mm,
           0,
           0,
           box.height * points_per_mm,
           box.x * points_per_mm,
           height_ - (box.y + box.height) * points_per_mm);
    out_.append(name) += " Do Q\n";
}

void PdfContent::draw(const PhotoMark& mark) {
    image(mark.box, "/P");
}

void PdfContent::draw(const CodeMark& mark) {
    std::string name = "/Q";
    append_integer(name, static_cast<std::int64_t>(mark.code));
    image(mark.box, name);
}

void PdfContent::draw(const StencilMark& mark) {
    // The mask is painted in the colour for filling (ISO 32000-1 8.9.6.2).
    fill_colour(mark.colour);
    image(mark.box, stencil_name);
}

}  // namespace yinxin::documents
