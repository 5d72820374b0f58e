// SPDX-License-Identifier: Apache-2.0
#include "yinxin/cli/portrait.hpp"

#include "yinxin/cli/canvas.hpp"

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>

namespace yinxin::cli {
namespace {

constexpr int jpeg_quality = 85;
constexpr double middle = portrait_width / 2.0;

enum class Hair { side_part, crop, fringe_bob, long_straight, tied_back, curls };
enum class Clothes { suit_and_tie, jacket, round_neck, open_collar };

/// What one seed decides.
struct Sitter {
    Colour paper;
    Colour skin;
    Colour skin_shade;
    Colour hair;
    Colour cloth;
    Colour shirt;
    Colour accent;
    Hair style = Hair::crop;
    Clothes clothes = Clothes::jacket;
    bool glasses = false;
    double face_width = 78;
    double smile = 10;
};

/// Numbers from a seed (splitmix64), so that neighbouring seeds do not look alike.
class Dice {
  public:
    explicit Dice(std::uint32_t seed) : state_(seed) {}

    std::uint32_t below(std::uint32_t limit) {
        state_ += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return static_cast<std::uint32_t>((mixed ^ (mixed >> 31U)) >> 32U) % limit;
    }

    template <class T, std::size_t N>
    const T& pick(const std::array<T, N>& choices) {
        return choices.at(below(N));
    }

  private:
    std::uint64_t state_;
};

struct Skin {
    Colour light;
    Colour shade;
};

constexpr std::array<Colour, 4> papers{
    {{219, 230, 241}, {226, 232, 236}, {236, 234, 228}, {205, 221, 236}}};
constexpr std::array<Skin, 4> skins{{{{250, 222, 198}, {232, 192, 164}},
                                     {{245, 211, 182}, {224, 180, 148}},
                                     {{236, 195, 160}, {212, 163, 127}},
                                     {{222, 178, 140}, {196, 146, 109}}}};
constexpr std::array<Colour, 5> hairs{
    {{38, 34, 38}, {49, 40, 38}, {66, 51, 44}, {92, 69, 54}, {138, 138, 142}}};
constexpr std::array<Colour, 6> cloths{
    {{46, 62, 88}, {62, 66, 74}, {44, 86, 90}, {110, 62, 70}, {86, 96, 118}, {92, 84, 76}}};
constexpr std::array<Colour, 3> shirts{{{250, 250, 250}, {222, 233, 245}, {244, 240, 230}}};
constexpr std::array<Colour, 4> accents{
    {{150, 64, 58}, {58, 92, 132}, {70, 110, 92}, {116, 92, 132}}};
constexpr Colour ink{52, 44, 44};
constexpr Colour lips{190, 108, 98};
constexpr Colour frames{70, 66, 72};

Sitter choose(std::uint32_t seed) {
    Dice dice(seed);
    Sitter sitter;
    sitter.paper = dice.pick(papers);
    const Skin skin = dice.pick(skins);
    sitter.skin = skin.light;
    sitter.skin_shade = skin.shade;
    sitter.hair = dice.pick(hairs);
    sitter.cloth = dice.pick(cloths);
    sitter.shirt = dice.pick(shirts);
    sitter.accent = dice.pick(accents);
    sitter.style = static_cast<Hair>(dice.below(6));
    sitter.clothes = static_cast<Clothes>(dice.below(4));
    sitter.glasses = dice.below(3) == 0;
    sitter.face_width = 74.0 + dice.below(10);
    sitter.smile = 8.0 + dice.below(6);
    return sitter;
}

/// One half of a symmetrical shape: add(1) draws the right side, add(-1) the left one.
template <class Add>
void both_sides(Add add) {
    add(1.0);
    add(-1.0);
}

Point beside(double side, double away, double y) {
    return {middle + side * away, y};
}

void draw_back_hair(Canvas& canvas, const Sitter& s) {
    Outline hair;
    const double w = s.face_width;
    switch (s.style) {
        case Hair::fringe_bob:
            hair.move_to(beside(-1, w + 22, 330))
                .curve_to(beside(-1, w + 34, 160), beside(-1, w - 6, 74), {middle, 74})
                .curve_to(beside(1, w - 6, 74), beside(1, w + 34, 160), beside(1, w + 22, 330))
                .curve_to(beside(1, w + 8, 344), beside(1, 40, 340), {middle, 340})
                .curve_to(beside(-1, 40, 340), beside(-1, w + 8, 344), beside(-1, w + 22, 330));
            break;
        case Hair::long_straight:
            hair.move_to(beside(-1, w + 26, 446))
                .curve_to(beside(-1, w + 32, 180), beside(-1, w - 2, 72), {middle, 72})
                .curve_to(beside(1, w - 2, 72), beside(1, w + 32, 180), beside(1, w + 26, 446))
                .line_to(beside(-1, w + 26, 446));
            break;
        case Hair::tied_back:
            hair.ellipse({middle, 74}, 34, 30);
            break;
        case Hair::curls:
            both_sides([&](double side) {
                hair.ellipse(beside(side, w - 2, 176), 24, 32);
                hair.ellipse(beside(side, w - 12, 132), 28, 30);
            });
            break;
        case Hair::side_part:
        case Hair::crop:
            break;
    }
    canvas.fill(hair, s.hair);
}

void draw_clothes(Canvas& canvas, const Sitter& s) {
    Outline body;
    body.move_to({14, 540})
        .curve_to({18, 462}, {60, 440}, {138, 416})
        .curve_to({168, 406}, {174, 396}, {176, 380})
        .line_to({portrait_width - 176.0, 380})
        .curve_to({portrait_width - 174.0, 396},
                  {portrait_width - 168.0, 406},
                  {portrait_width - 138.0, 416})
        .curve_to({portrait_width - 60.0, 440},
                  {portrait_width - 18.0, 462},
                  {portrait_width - 14.0, 540});
    canvas.fill(body, s.cloth);
    if (s.clothes == Clothes::round_neck) return;

    Outline shirt;
    shirt.move_to(beside(-1, 52, 396))
        .line_to({middle, s.clothes == Clothes::open_collar ? 486.0 : 540.0})
        .line_to(beside(1, 52, 396));
    canvas.fill(shirt, s.shirt);
    if (s.clothes == Clothes::open_collar) return;

    if (s.clothes == Clothes::suit_and_tie) {
        Outline tie;
        tie.move_to(beside(-1, 12, 424))
            .line_to(beside(1, 12, 424))
            .line_to(beside(1, 8, 446))
            .line_to(beside(1, 17, 540))
            .line_to(beside(-1, 17, 540))
            .line_to(beside(-1, 8, 446));
        canvas.fill(tie, s.accent);
    }
    both_sides([&](double side) {
        Outline lapel;
        lapel.move_to(beside(side, 48, 398))
            .line_to(beside(side, 74, 436))
            .line_to(beside(side, 60, 452))
            .line_to(beside(side, 66, 464))
            .line_to(beside(side, 4, 540))
            .line_to(beside(side, 0, 528));
        canvas.fill(lapel, s.cloth);
        canvas.fill(lapel, ink, 0.22);
    });
}

void draw_neck(Canvas& canvas, const Sitter& s) {
    Outline neck;
    neck.move_to(beside(-1, 37, 296))
        .line_to(beside(-1, 37, 384))
        .curve_to(beside(-1, 36, 402), beside(-1, 22, 428), {middle, 428})
        .curve_to(beside(1, 22, 428), beside(1, 36, 402), beside(1, 37, 384))
        .line_to(beside(1, 37, 296));
    canvas.fill(neck, s.skin);
    // The chin's shadow: only what lies on the neck.
    Outline shadow;
    shadow.move_to(beside(-1, 37, 318))
        .line_to(beside(1, 37, 318))
        .line_to(beside(1, 37, 350))
        .curve_to(beside(1, 20, 380), beside(-1, 20, 380), beside(-1, 37, 350));
    canvas.fill(shadow, s.skin_shade);
}

void draw_collar(Canvas& canvas, const Sitter& s) {
    if (s.clothes == Clothes::round_neck) {
        Outline band;
        band.stroke(
            beside(-1, 40, 408), beside(-1, 27, 441), beside(1, 27, 441), beside(1, 40, 408), 11);
        canvas.fill(band, s.cloth);
        canvas.fill(band, ink, 0.18);
        return;
    }
    both_sides([&](double side) {
        Outline wing;
        wing.move_to(beside(side, 40, 380))
            .line_to(beside(side, 58, 398))
            .line_to(beside(side, 36, 446))
            .line_to({middle, 424});
        canvas.fill(wing, s.shirt);
        Outline edge;
        edge.stroke(beside(side, 58, 398),
                    beside(side, 50, 414),
                    beside(side, 43, 430),
                    beside(side, 36, 446),
                    1.6);
        edge.stroke(beside(side, 36, 446),
                    beside(side, 24, 439),
                    beside(side, 12, 431),
                    {middle, 424},
                    1.6);
        canvas.fill(edge, ink, 0.18);
    });
}

void draw_head(Canvas& canvas, const Sitter& s) {
    const double w = s.face_width;
    both_sides([&](double side) {
        canvas.fill(Outline().ellipse(beside(side, w + 3, 232), 13, 22), s.skin);
        canvas.fill(Outline().ellipse(beside(side, w + 4, 233), 6, 12), s.skin_shade);
    });
    Outline face;
    face.move_to(beside(-1, w, 200))
        .curve_to(beside(-1, w, 130), beside(-1, w * 0.6, 96), {middle, 96})
        .curve_to(beside(1, w * 0.6, 96), beside(1, w, 130), beside(1, w, 200))
        .curve_to(beside(1, w + 1, 262), beside(1, w * 0.72, 338), {middle, 338})
        .curve_to(beside(-1, w * 0.72, 338), beside(-1, w + 1, 262), beside(-1, w, 200));
    canvas.fill(face, s.skin);
}

void draw_features(Canvas& canvas, const Sitter& s) {
    const double eye = s.face_width * 0.43;
    both_sides([&](double side) {
        canvas.fill(Outline().ellipse(beside(side, eye, 226), 6.5, 8.5), ink);
        canvas.fill(
            Outline().ellipse(beside(side, eye - 2 * side, 223), 2, 2.4), {255, 255, 255}, 0.85);
        Outline brow;
        brow.stroke(beside(side, eye - 17, 202),
                    beside(side, eye - 7, 194),
                    beside(side, eye + 8, 194),
                    beside(side, eye + 17, 201),
                    5);
        canvas.fill(brow, s.hair, 0.9);
        canvas.fill(Outline().ellipse(beside(side, s.face_width * 0.58, 268), 15, 10),
                    {232, 130, 110},
                    0.16);
    });
    Outline nose;
    nose.stroke({middle - 9, 258}, {middle - 5, 264}, {middle + 5, 264}, {middle + 9, 258}, 4);
    canvas.fill(nose, s.skin_shade);
    Outline mouth;
    mouth.stroke({middle - 24, 291},
                 {middle - 12, 291 + s.smile},
                 {middle + 12, 291 + s.smile},
                 {middle + 24, 291},
                 5);
    canvas.fill(mouth, lips);
}

void draw_glasses(Canvas& canvas, const Sitter& s) {
    const double eye = s.face_width * 0.43;
    both_sides([&](double side) {
        const Point centre = beside(side, eye, 228);
        canvas.fill(Outline().ellipse(centre, 25, 21), {255, 255, 255}, 0.18);
        Outline rim;
        rim.stroke({centre.x - 25, centre.y},
                   {centre.x - 25, centre.y - 29},
                   {centre.x + 25, centre.y - 29},
                   {centre.x + 25, centre.y},
                   3.2);
        rim.stroke({centre.x + 25, centre.y},
                   {centre.x + 25, centre.y + 29},
                   {centre.x - 25, centre.y + 29},
                   {centre.x - 25, centre.y},
                   3.2);
        const Point hinge = beside(side, eye + 25, 224);
        rim.stroke(hinge, hinge, hinge, beside(side, s.face_width + 2, 218), 3.2);
        canvas.fill(rim, frames);
    });
    Outline bridge;
    bridge.stroke(beside(-1, eye - 25, 224),
                  {middle - 3, 219},
                  {middle + 3, 219},
                  beside(1, eye - 25, 224),
                  3.2);
    canvas.fill(bridge, frames);
}

/// The hair above the brow, which every style has.
void draw_front_hair(Canvas& canvas, const Sitter& s) {
    const double w = s.face_width;
    Outline hair;
    // The cap follows the skull; its lower edge is what tells the styles apart.
    hair.move_to(beside(-1, w + 5, 214))
        .curve_to(beside(-1, w + 18, 128), beside(-1, w * 0.72, 72), {middle, 72})
        .curve_to(beside(1, w * 0.72, 72), beside(1, w + 18, 128), beside(1, w + 5, 214));
    switch (s.style) {
        case Hair::side_part:
            hair.line_to(beside(1, w - 6, 178))
                .curve_to(beside(1, w - 14, 156), beside(1, 44, 142), beside(1, 30, 128))
                .curve_to(beside(1, 0, 160), beside(-1, 52, 158), beside(-1, w - 8, 178));
            break;
        case Hair::crop:
            hair.line_to(beside(1, w - 5, 182))
                .curve_to(beside(1, w - 10, 148), beside(1, 44, 138), {middle, 138})
                .curve_to(beside(-1, 44, 138), beside(-1, w - 10, 148), beside(-1, w - 5, 182));
            break;
        case Hair::fringe_bob:
            hair.line_to(beside(1, w - 2, 250))
                .curve_to(beside(1, w - 12, 218), beside(1, w - 12, 198), beside(1, w - 14, 184))
                .curve_to(beside(1, 30, 192), beside(-1, 30, 192), beside(-1, w - 14, 184))
                .curve_to(beside(-1, w - 12, 198), beside(-1, w - 12, 218), beside(-1, w - 2, 250));
            break;
        case Hair::long_straight:
            hair.line_to(beside(1, w + 4, 268))
                .curve_to(beside(1, w - 4, 210), beside(1, w - 30, 158), {middle, 118})
                .curve_to(beside(-1, w - 30, 158), beside(-1, w - 4, 210), beside(-1, w + 4, 268));
            break;
        case Hair::tied_back:
            hair.line_to(beside(1, w - 3, 190))
                .curve_to(beside(1, w - 12, 142), beside(1, 36, 122), {middle, 120})
                .curve_to(beside(-1, 36, 122), beside(-1, w - 12, 142), beside(-1, w - 3, 190));
            break;
        case Hair::curls:
            hair.line_to(beside(1, w - 8, 170))
                .curve_to(beside(1, w - 26, 150), beside(1, 40, 140), {middle, 144})
                .curve_to(beside(-1, 40, 140), beside(-1, w - 26, 150), beside(-1, w - 8, 170));
            break;
    }
    canvas.fill(hair, s.hair);
    if (s.style != Hair::curls) return;
    Outline curls;
    for (int i = -3; i <= 3; ++i) {
        curls.ellipse({middle + i * 21.0, 102.0 + i * i * 4.0}, 24, 24);
    }
    canvas.fill(curls, s.hair);
}

/// libjpeg reports only a lack of memory on this way; there is nobody to hand that to.
[[noreturn]] void stop_at_once(j_common_ptr codec) {
    (*codec->err->output_message)(codec);
    std::abort();
}

Bytes encode_jpeg(const Canvas& canvas) {
    jpeg_compress_struct codec{};
    jpeg_error_mgr errors{};
    codec.err = jpeg_std_error(&errors);
    errors.error_exit = stop_at_once;
    jpeg_create_compress(&codec);
    unsigned char* buffer = nullptr;
    unsigned long size = 0;  // NOLINT(google-runtime-int): libjpeg's type
    jpeg_mem_dest(&codec, &buffer, &size);
    codec.image_width = static_cast<JDIMENSION>(canvas.width());
    codec.image_height = static_cast<JDIMENSION>(canvas.height());
    codec.input_components = 3;
    codec.in_color_space = JCS_RGB;
    jpeg_set_defaults(&codec);
    jpeg_set_quality(&codec, jpeg_quality, TRUE);
    codec.optimize_coding = TRUE;
    codec.density_unit = 1;
    codec.X_density = 300;
    codec.Y_density = 300;
    jpeg_start_compress(&codec, TRUE);
    Bytes row;
    const std::size_t stride = static_cast<std::size_t>(canvas.width()) * 3;
    while (codec.next_scanline < codec.image_height) {
        const BytesView source = canvas.pixels().subspan(codec.next_scanline * stride, stride);
        row.assign(source.begin(), source.end());
        JSAMPROW rows[] = {row.data()};
        jpeg_write_scanlines(&codec, rows, 1);
    }
    jpeg_finish_compress(&codec);
    Bytes file(buffer, buffer + size);
    jpeg_destroy_compress(&codec);
    std::free(buffer);
    return file;
}

}  // namespace

Bytes draw_portrait(std::uint32_t seed) {
    const Sitter sitter = choose(seed);
    Canvas canvas(portrait_width, portrait_height, sitter.paper);
    draw_back_hair(canvas, sitter);
    draw_clothes(canvas, sitter);
    draw_neck(canvas, sitter);
    draw_collar(canvas, sitter);
    draw_head(canvas, sitter);
    draw_features(canvas, sitter);
    draw_front_hair(canvas, sitter);
    if (sitter.glasses) draw_glasses(canvas, sitter);
    return encode_jpeg(canvas);
}

}  // namespace yinxin::cli
