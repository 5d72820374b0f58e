// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/svg_player.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/documents/pdf_syntax.hpp"
#include "yinxin/documents/seal_stencil.hpp"

#include <array>
#include <numbers>
#include <stdexcept>

namespace yinxin::documents {
namespace {

std::string hex_colour(Colour colour) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "#";
    for (const auto channel : {colour.red, colour.green, colour.blue}) {
        out += digits[channel >> 4];
        out += digits[channel & 15];
    }
    return out;
}

void attribute(std::string& out, std::string_view name, double value, int digits = 2) {
    out.append(" ").append(name).append("=\"");
    append_decimal(out, value, digits);
    out += '"';
}

void attribute(std::string& out, std::string_view name, std::string_view value) {
    out.append(" ").append(name).append("=\"").append(value) += '"';
}

/// Path data: letters and numbers; a number that is negative needs no space before it.
void path_points(std::string& out, char letter, const auto* points, int count, auto put) {
    out += letter;
    for (int i = 0; i < count; ++i) {
        if (i != 0) out += ' ';
        put(points[i].x);
        out += ' ';
        put(points[i].y);
    }
}

template <class P, class Put>
void path_data(std::string& out, const std::vector<Verb>& verbs, const P* point, Put put) {
    for (const Verb verb : verbs) {
        switch (verb) {
            case Verb::move:
                path_points(out, 'M', point++, 1, put);
                break;
            case Verb::line:
                path_points(out, 'L', point++, 1, put);
                break;
            case Verb::cubic:
                path_points(out, 'C', point, 3, put);
                point += 3;
                break;
            case Verb::close:
                out += 'z';
                break;
        }
    }
}

void box_attributes(std::string& out, const Box& box) {
    attribute(out, "x", box.x);
    attribute(out, "y", box.y);
    attribute(out, "width", box.width);
    attribute(out, "height", box.height);
}

/// Text smaller than this cannot be read in a list's picture: a bar stands for it there.
constexpr double smallest_thumbnail_text = 4.8;

Colour lightened(Colour colour) {
    const auto mix = [](std::uint8_t channel) {
        return static_cast<std::uint8_t>((channel * 2 + 255 * 3) / 5);
    };
    return {mix(colour.red), mix(colour.green), mix(colour.blue)};
}

}  // namespace

std::string xml_escape(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::size_t SvgPlayer::define(std::span<const Form> forms) {
    const std::size_t first = forms_;
    for (const Form& form : forms) {
        std::string outer;
        outer.swap(body_);
        play(form.ops);
        definitions_ += "<g id=\"" + options_.id_prefix + "f" + std::to_string(forms_++) + "\">";
        definitions_.append(body_) += "</g>\n";
        body_.swap(outer);
    }
    return first;
}

void SvgPlayer::play(const Ops& ops, std::size_t first_form) {
    for (const Op& op : ops) {
        if (const auto* mark = std::get_if<FormMark>(&op)) {
            body_ += "<use href=\"#" + options_.id_prefix + "f" +
                     std::to_string(first_form + mark->form) + "\" transform=\"matrix(";
            const Matrix& m = mark->matrix;
            for (const double value : {m.a, m.b, m.c, m.d, m.e}) {
                append_decimal(body_, value, 4);
                body_ += ' ';
            }
            append_decimal(body_, m.f, 4);
            body_ += ")\"/>\n";
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

void SvgPlayer::play_at(const Ops& ops, Point origin) {
    body_ += "<g transform=\"translate(";
    append_decimal(body_, origin.x);
    body_ += ' ';
    append_decimal(body_, origin.y);
    body_ += ")\">\n";
    play(ops);
    body_ += "</g>\n";
}

std::uint32_t SvgPlayer::define_glyph(FontRole role, char32_t character, const Glyph& glyph) {
    const auto [entry, is_new] =
        glyphs_.try_emplace({role, character}, static_cast<std::uint32_t>(glyphs_.size()));
    if (is_new) {
        definitions_ += "<path id=\"" + options_.id_prefix + "g" + std::to_string(entry->second);
        definitions_ += "\" d=\"";
        path_data(definitions_, glyph.outline.verbs, glyph.outline.nodes.data(), [&](int value) {
            append_integer(definitions_, value * grid() / 1000);
        });
        definitions_ += "\"/>\n";
    }
    return entry->second;
}

void SvgPlayer::draw_bar(const TextRun& run) {
    const double width = fonts_.measure(run.role, run.text, run.size) +
                         run.letter_spacing * static_cast<double>(run.text.size());
    body_ += "<path";
    attribute(body_, "fill", hex_colour(lightened(run.colour)));
    body_ += " d=\"M";
    append_decimal(body_, run.origin.x);
    body_ += ' ';
    append_decimal(body_, run.origin.y - 0.62 * run.size);
    body_ += 'h';
    append_decimal(body_, width);
    body_ += 'v';
    append_decimal(body_, 0.5 * run.size);
    body_ += "h-";
    append_decimal(body_, width);
    body_ += "z\"/>\n";
}

void SvgPlayer::draw(const TextRun& run) {
    if (is_thumbnail() && run.paint == TextPaint::text && run.size < smallest_thumbnail_text) {
        draw_bar(run);
        return;
    }
    std::string uses;
    double along = 0;  // in units of the grid
    for (const char32_t character : run.text) {
        const Glyph* glyph = fonts_.find(run.role, character);
        if (glyph == nullptr) throw std::logic_error("a character was drawn that no font covers");
        if (!glyph->outline.verbs.empty()) {
            const auto id = define_glyph(run.role, character, *glyph);
            uses += "<use href=\"#" + options_.id_prefix + "g" + std::to_string(id) + "\"";
            if (along != 0) attribute(uses, "x", along, 1);
            uses += "/>";
        }
        along += (glyph->advance / 1000.0 + run.letter_spacing / run.size) * grid();
    }
    body_ += "<g fill=\"" + hex_colour(run.colour) + "\" transform=\"translate(";
    append_decimal(body_, run.origin.x, 3);
    body_ += ' ';
    append_decimal(body_, run.origin.y, 3);
    body_ += ')';
    if (run.angle != 0) {
        body_ += " rotate(";
        append_decimal(body_, run.angle * 180 / std::numbers::pi, 3);
        body_ += ')';
    }
    body_ += " scale(";
    append_decimal(body_, run.size / grid(), 6);
    body_ += " -";
    append_decimal(body_, run.size / grid(), 6);
    body_ += ")\">" + uses + "</g>\n";
}

void SvgPlayer::draw(const PaintedPath& painted) {
    body_ += "<path";
    attribute(body_, "fill", painted.fill ? hex_colour(*painted.fill) : std::string("none"));
    if (painted.stroke) {
        attribute(body_, "stroke", hex_colour(painted.stroke->colour));
        attribute(body_, "stroke-width", painted.stroke->width, 3);
        attribute(body_, "stroke-linecap", "round");
    }
    body_ += " d=\"";
    path_data(body_, painted.path.verbs, painted.path.points.data(), [&](double value) {
        append_decimal(body_, value);
    });
    body_ += "\"/>\n";
}

void SvgPlayer::draw_image(const Box& box, std::string_view href) {
    body_ += "<image";
    box_attributes(body_, box);
    attribute(body_, "preserveAspectRatio", "none");
    attribute(body_, "href", xml_escape(href));
    body_ += "/>\n";
}

void SvgPlayer::draw(const PhotoMark& mark) {
    draw_image(mark.box, photo_);
}

void SvgPlayer::draw(const StencilMark& mark) {
    // The stencil's own picture has the colour of seal paste, as every mark of it has.
    draw_image(mark.box, "data:image/png;base64," + to_base64(mark.stencil->png));
}

void SvgPlayer::draw(const CodeMark& mark) {
    if (is_thumbnail()) return;
    const CodeModules& code = codes_[mark.code];
    body_ += "<g transform=\"translate(";
    append_decimal(body_, mark.box.x);
    body_ += ' ';
    append_decimal(body_, mark.box.y);
    body_ += ") scale(";
    append_decimal(body_, mark.box.width / code.size, 5);
    body_ += ")\"><path fill=\"#000000\" shape-rendering=\"crispEdges\" d=\"";
    const auto dark = [&](int row, int column) {
        return code.dark[static_cast<std::size_t>(row) * code.size + column];
    };
    for (int row = 0; row < code.size; ++row) {
        for (int column = 0; column < code.size; ++column) {
            if (!dark(row, column)) continue;
            const int begin = column;
            while (column < code.size && dark(row, column))
                ++column;
            const int run = column - begin;
            body_ += 'M';
            append_integer(body_, begin);
            body_ += ' ';
            append_integer(body_, row);
            body_ += 'h';
            append_integer(body_, run);
            body_ += "v1h-";
            append_integer(body_, run);
            body_ += 'z';
        }
    }
    body_ += "\"/></g>\n";
}

}  // namespace yinxin::documents
