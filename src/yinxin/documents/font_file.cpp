// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/font_file.hpp"

#include "yinxin/documents/charstring.hpp"

#include <cmath>
#include <utility>

#include <hb-ot.h>
#include <hb.h>
#include <system_error>

namespace yinxin::documents {
namespace {

/// What HarfBuzz calls back while it draws; quadratic curves become cubic ones.
struct Pen {
    Outline outline;
    double x = 0;
    double y = 0;

    static std::int16_t round(double value) {
        return static_cast<std::int16_t>(std::lround(std::fmin(std::fmax(value, -8000), 8000)));
    }
    void put(double to_x, double to_y) {
        outline.nodes.push_back({round(to_x), round(to_y)});
        x = to_x;
        y = to_y;
    }
    void cubic(double ax, double ay, double bx, double by, double to_x, double to_y) {
        outline.verbs.push_back(Verb::cubic);
        outline.nodes.push_back({round(ax), round(ay)});
        outline.nodes.push_back({round(bx), round(by)});
        put(to_x, to_y);
    }
};

Pen& pen_of(void* data) {
    return *static_cast<Pen*>(data);
}

hb_draw_funcs_t* make_draw_funcs() {
    hb_draw_funcs_t* funcs = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(
        funcs,
        [](hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
            pen_of(data).outline.verbs.push_back(Verb::move);
            pen_of(data).put(x, y);
        },
        nullptr,
        nullptr);
    hb_draw_funcs_set_line_to_func(
        funcs,
        [](hb_draw_funcs_t*, void* data, hb_draw_state_t*, float x, float y, void*) {
            pen_of(data).outline.verbs.push_back(Verb::line);
            pen_of(data).put(x, y);
        },
        nullptr,
        nullptr);
    hb_draw_funcs_set_quadratic_to_func(
        funcs,
        [](hb_draw_funcs_t*,
           void* data,
           hb_draw_state_t*,
           float cx,
           float cy,
           float x,
           float y,
           void*) {
            Pen& pen = pen_of(data);
            pen.cubic(pen.x + 2 * (cx - pen.x) / 3,
                      pen.y + 2 * (cy - pen.y) / 3,
                      x + 2 * (cx - x) / 3,
                      y + 2 * (cy - y) / 3,
                      x,
                      y);
        },
        nullptr,
        nullptr);
    hb_draw_funcs_set_cubic_to_func(
        funcs,
        [](hb_draw_funcs_t*,
           void* data,
           hb_draw_state_t*,
           float ax,
           float ay,
           float bx,
           float by,
           float x,
           float y,
           void*) { pen_of(data).cubic(ax, ay, bx, by, x, y); },
        nullptr,
        nullptr);
    hb_draw_funcs_set_close_path_func(
        funcs,
        [](hb_draw_funcs_t*, void* data, hb_draw_state_t*, void*) {
            pen_of(data).outline.verbs.push_back(Verb::close);
        },
        nullptr,
        nullptr);
    hb_draw_funcs_make_immutable(funcs);
    return funcs;
}

hb_draw_funcs_t* draw_funcs() {
    static hb_draw_funcs_t* const funcs = make_draw_funcs();
    return funcs;
}

}  // namespace

struct FontFile::Handles {
    hb_blob_t* blob = nullptr;
    hb_face_t* face = nullptr;
    hb_font_t* font = nullptr;

    Handles() = default;
    Handles(const Handles&) = delete;
    Handles& operator=(const Handles&) = delete;
    ~Handles() {
        hb_font_destroy(font);
        hb_face_destroy(face);
        hb_blob_destroy(blob);
    }
};

FontFile::FontFile(std::unique_ptr<Handles> handles) : handles_(std::move(handles)) {}
FontFile::~FontFile() = default;

Result<std::unique_ptr<FontFile>> FontFile::open(const std::filesystem::path& path, unsigned face) {
    if (!std::filesystem::exists(path)) {
        return Error(ErrorCode::file_missing, path.filename().string());
    }
    auto handles = std::make_unique<Handles>();
    handles->blob = hb_blob_create_from_file(path.c_str());
    handles->face = hb_face_create(handles->blob, face);
    if (hb_face_get_glyph_count(handles->face) == 0) {
        return Error(ErrorCode::font_missing, path.filename().string() + " is not a font");
    }
    handles->font = hb_font_create(handles->face);
    hb_font_set_scale(handles->font, 1000, 1000);
    hb_font_make_immutable(handles->font);
    return std::unique_ptr<FontFile>(new FontFile(std::move(handles)));
}

bool FontFile::draw(char32_t point, Glyph& glyph) const {
    hb_codepoint_t id = 0;
    if (hb_font_get_nominal_glyph(handles_->font, point, &id) == 0 || id == 0) return false;
    Pen pen;
    hb_font_get_glyph_shape(handles_->font, id, draw_funcs(), &pen);
    const bool is_space =
        point == U' ' || point == 0xA0 || point == 0x3000 || (point >= 0x2000 && point <= 0x200A);
    // A cmap entry without ink would print nothing for somebody's name.
    if (pen.outline.verbs.empty() && !is_space) return false;
    glyph.advance = hb_font_get_glyph_h_advance(handles_->font, id);
    glyph.outline = std::move(pen.outline);
    glyph.charstring = write_charstring(glyph.outline, glyph.advance);
    return true;
}

Glyph missing_glyph() {
    Glyph glyph;
    const auto rectangle = [&](std::int16_t inset, bool clockwise) {
        const auto low = inset;
        const auto high = static_cast<std::int16_t>(880 - inset);
        glyph.outline.verbs.insert(glyph.outline.verbs.end(),
                                   {Verb::move, Verb::line, Verb::line, Verb::line, Verb::close});
        if (clockwise) {
            glyph.outline.nodes.insert(glyph.outline.nodes.end(),
                                       {{low, low}, {low, high}, {high, high}, {high, low}});
        } else {
            glyph.outline.nodes.insert(glyph.outline.nodes.end(),
                                       {{low, low}, {high, low}, {high, high}, {low, high}});
        }
    };
    rectangle(100, false);
    rectangle(140, true);
    glyph.charstring = write_charstring(glyph.outline, glyph.advance);
    return glyph;
}

}  // namespace yinxin::documents
