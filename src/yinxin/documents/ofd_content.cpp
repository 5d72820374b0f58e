// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/ofd_content.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/documents/opentype.hpp"
#include "yinxin/documents/pdf_syntax.hpp"
#include "yinxin/documents/xml_writer.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <stdexcept>

namespace yinxin::documents {
namespace {

constexpr std::array<std::string_view, font_role_count> role_names{"Serif", "SerifBold", "Sans"};

/// A watermark over the page is a darker colour that covers little: on white paper it looks as the
/// light colour does, and what is written under it stays as dark as it was.
constexpr int watermark_alpha = 64;

/// A hundredth of a millimetre: finer than any printer.
constexpr int path_digits = 2;

void put_number(std::string& out, double value) {
    append_decimal(out, value, 3);
}

void put_numbers(std::string& out, std::initializer_list<double> values) {
    bool is_first = true;
    for (const double value : values) {
        if (!is_first) out += ' ';
        is_first = false;
        put_number(out, value);
    }
}

void put_colour(std::string& out, Colour colour) {
    append_integer(out, colour.red);
    out += ' ';
    append_integer(out, colour.green);
    out += ' ';
    append_integer(out, colour.blue);
}

std::uint8_t deepened(std::uint8_t channel) {
    const int covered = (255 - channel) * 255 / watermark_alpha;
    return static_cast<std::uint8_t>(std::max(0, 255 - covered));
}

void put_points(std::string& out, char letter, const Point* points, int count) {
    out += letter;
    for (int i = 0; i < count; ++i) {
        out += ' ';
        append_decimal(out, points[i].x, path_digits);
        out += ' ';
        append_decimal(out, points[i].y, path_digits);
    }
    out += ' ';
}

/// AbbreviatedData (GB/T 33190-2016, 9.1): M, L, B and C.
void put_path(std::string& out, const Path& path) {
    const Point* at = path.points.data();
    for (const Verb verb : path.verbs) {
        switch (verb) {
            case Verb::move:
                put_points(out, 'M', at++, 1);
                break;
            case Verb::line:
                put_points(out, 'L', at++, 1);
                break;
            case Verb::cubic:
                put_points(out, 'B', at, 3);
                at += 3;
                break;
            case Verb::close:
                out += "C ";
                break;
        }
    }
}

/// A glyph's outline on the page.
Path path_of(const Outline& outline, Point origin, double size, double angle) {
    const double unit = size / 1000;
    const double cosine = std::cos(angle) * unit;
    const double sine = std::sin(angle) * unit;
    Path path;
    path.verbs = outline.verbs;
    path.points.reserve(outline.nodes.size());
    for (const Outline::Node& node : outline.nodes) {
        path.points.push_back({origin.x + node.x * cosine + node.y * sine,
                               origin.y + node.x * sine - node.y * cosine});
    }
    return path;
}

}  // namespace

OfdFonts::OfdFonts(const FontBook& fonts, int first_id)
    : first_id_(first_id), subsets_{FontSubset(fonts), FontSubset(fonts), FontSubset(fonts)} {}

std::vector<OfdFonts::Embedded> OfdFonts::embed(std::string_view family) const {
    std::vector<Embedded> fonts;
    for (std::size_t i = 0; i < subsets_.size(); ++i) {
        const FontSubset& subset = subsets_[i];
        if (subset.empty()) continue;
        Embedded& font = fonts.emplace_back();
        font.id = first_id_ + static_cast<int>(i);
        font.name = std::string(family).append(role_names[i]);
        font.role = static_cast<FontRole>(i);
        font.file = write_opentype(font.name, subset.glyphs(), subset.characters());
    }
    return fonts;
}

void OfdContent::play(const Ops& ops, const Box& page, std::span<const Form> forms) {
    page_ = page;
    const auto play_one = [&](const Op& op, const Matrix* matrix) {
        if (const auto* run = std::get_if<TextRun>(&op)) {
            draw(*run, matrix);
        } else if (const auto* path = std::get_if<PaintedPath>(&op)) {
            draw(*path, matrix);
        } else if (const auto* photo = std::get_if<PhotoMark>(&op)) {
            draw_image(photo->box, pictures_.photo);
        } else if (const auto* code = std::get_if<CodeMark>(&op)) {
            draw_image(code->box, pictures_.first_code + static_cast<int>(code->code));
        } else if (const auto* stencil = std::get_if<StencilMark>(&op)) {
            draw_image(stencil->box, pictures_.stencil);
        }
    };
    for (const Op& op : ops) {
        const auto* mark = std::get_if<FormMark>(&op);
        if (mark == nullptr) {
            play_one(op, nullptr);
            continue;
        }
        for (const Op& inner : forms[mark->form].ops)
            play_one(inner, &mark->matrix);
    }
}

void OfdContent::begin(std::string_view kind, const Box& boundary) {
    out_.append("<ofd:").append(kind) += " ID=\"";
    append_integer(out_, next_id_++);
    out_ += "\" Boundary=\"";
    put_numbers(out_, {boundary.x, boundary.y, boundary.width, boundary.height});
    out_ += '"';
}

void OfdContent::put_matrix(const Matrix& m) {
    out_ += " CTM=\"";
    for (const double value : {m.a, m.b, m.c, m.d}) {
        append_decimal(out_, value, 6);
        out_ += ' ';
    }
    put_numbers(out_, {m.e, m.f});
    out_ += '"';
}

void OfdContent::put_fill(Colour colour) {
    out_ += "<ofd:FillColor Value=\"";
    if (layer_ == OfdLayer::watermark) {
        put_colour(out_, {deepened(colour.red), deepened(colour.green), deepened(colour.blue)});
        out_ += "\" Alpha=\"";
        append_integer(out_, watermark_alpha);
    } else {
        put_colour(out_, colour);
    }
    out_ += "\"/>";
}

void OfdContent::draw(const TextRun& run, const Matrix* matrix) {
    if (run.paint == TextPaint::outlines && layer_ == OfdLayer::page) {
        if (matrix != nullptr) throw std::logic_error("outlines in a form of a page");
        draw_outlines(run);
        return;
    }
    // Room for what stands out of the em, such as the tail of a g and the slant of a stroke.
    const double margin = run.size / 2;
    double width = 0;
    for (const char32_t character : run.text) {
        width += fonts_.of(run.role).use(run.role, character).glyph->advance * run.size / 1000 +
                 run.letter_spacing;
    }
    const Box tight{run.origin.x - margin,
                    run.origin.y - run.size - margin,
                    width + 2 * margin,
                    run.size + 2 * margin};
    begin("TextObject", matrix == nullptr ? tight : page_);
    out_ += " Font=\"";
    append_integer(out_, fonts_.id_of(run.role));
    out_ += "\" Size=\"";
    put_number(out_, run.size);
    out_ += '"';
    if (matrix != nullptr) put_matrix(*matrix);
    out_ += '>';
    put_fill(run.colour);
    const Point inside{margin, run.size + margin};
    put_text(run, matrix == nullptr ? inside : run.origin);
    out_ += "</ofd:TextObject>";
}

void OfdContent::put_text(const TextRun& run, Point origin) {
    out_ += "<ofd:TextCode X=\"";
    put_number(out_, origin.x);
    out_ += "\" Y=\"";
    put_number(out_, origin.y);
    out_ += '"';
    std::string text;
    std::string steps;
    double step = 0;
    for (const char32_t character : run.text) {
        if (!text.empty()) {
            if (!steps.empty()) steps += ' ';
            put_number(steps, step);
        }
        text += encode_utf8(character);
        step = fonts_.of(run.role).use(run.role, character).glyph->advance * run.size / 1000 +
               run.letter_spacing;
    }
    if (!steps.empty()) out_.append(" DeltaX=\"").append(steps) += '"';
    out_ += '>';
    append_xml_text(out_, text);
    out_ += "</ofd:TextCode>";
}

void OfdContent::draw_outlines(const TextRun& run) {
    Path all;
    double along = 0;
    for (const char32_t character : run.text) {
        const Glyph& glyph = fonts_.of(run.role).find(run.role, character);
        const Point at{run.origin.x + along * std::cos(run.angle),
                       run.origin.y + along * std::sin(run.angle)};
        const Path one = path_of(glyph.outline, at, run.size, run.angle);
        all.verbs.insert(all.verbs.end(), one.verbs.begin(), one.verbs.end());
        all.points.insert(all.points.end(), one.points.begin(), one.points.end());
        along += glyph.advance * run.size / 1000 + run.letter_spacing;
    }
    if (!all.empty()) draw(PaintedPath{std::move(all), run.colour, std::nullopt}, nullptr);
}

void OfdContent::draw(const PaintedPath& painted, const Matrix* matrix) {
    begin("PathObject", page_);
    // A form's own coordinates are short, and the same wherever it is drawn: both pack well.
    if (matrix != nullptr) put_matrix(*matrix);
    if (painted.fill) out_ += " Fill=\"true\"";
    if (painted.stroke) {
        out_ += " LineWidth=\"";
        put_number(out_, painted.stroke->width);
        out_ += "\" Cap=\"Round\" Join=\"Round\"";
    } else {
        out_ += " Stroke=\"false\"";
    }
    out_ += '>';
    if (painted.stroke) {
        out_ += "<ofd:StrokeColor Value=\"";
        put_colour(out_, painted.stroke->colour);
        out_ += "\"/>";
    }
    if (painted.fill) put_fill(*painted.fill);
    out_ += "<ofd:AbbreviatedData>";
    put_path(out_, painted.path);
    if (out_.back() == ' ') out_.pop_back();
    out_ += "</ofd:AbbreviatedData></ofd:PathObject>";
}

void OfdContent::draw_image(const Box& box, int resource) {
    begin("ImageObject", box);
    out_ += " CTM=\"";
    put_numbers(out_, {box.width, 0, 0, box.height, 0, 0});
    out_ += "\" ResourceID=\"";
    append_integer(out_, resource);
    out_ += "\"/>";
}

}  // namespace yinxin::documents
