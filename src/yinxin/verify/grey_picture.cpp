// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/grey_picture.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>
#include <png.h>

namespace yinxin::verify {
namespace {

/// A progressive picture of thousands of scans keeps a decoder busy for minutes.
constexpr int most_scans = 100;
/// All coefficients of a progressive picture are held at once, six bytes a pixel.
constexpr std::size_t most_progressive_pixels = 25'000'000;

/// libjpeg reports errors through longjmp: everything with a destructor lives outside.
struct JpegReader {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr faults{};
    jpeg_progress_mgr progress{};
    std::jmp_buf back{};
};

[[noreturn]] void leave(j_common_ptr jpeg) {
    std::longjmp(static_cast<JpegReader*>(jpeg->client_data)->back, 1);
}

void keep_quiet(j_common_ptr) {}

void count_scans(j_common_ptr common) {
    if (!common->is_decompressor) return;
    if (reinterpret_cast<j_decompress_ptr>(common)->input_scan_number > most_scans) leave(common);
}

std::size_t pixels_of(const jpeg_decompress_struct& jpeg) {
    return std::size_t{jpeg.image_width} * jpeg.image_height;
}

bool is_small_enough(j_decompress_ptr jpeg) {
    const std::size_t limit =
        jpeg_has_multiple_scans(jpeg) != FALSE ? most_progressive_pixels : most_pixels;
    return pixels_of(*jpeg) > 0 && pixels_of(*jpeg) <= limit;
}

/// Ink of four colours as grey; printers' files (Adobe) store it inverted.
std::uint8_t grey_of_inks(const std::uint8_t* ink, bool is_inverted) {
    const auto paper = [&](int i) { return is_inverted ? ink[i] : 255 - ink[i]; };
    return static_cast<std::uint8_t>((paper(0) * 2 + paper(1) * 5 + paper(2)) / 8 * paper(3) / 255);
}

void read_rows(JpegReader& reader, GreyPicture& picture, Bytes& inks) {
    jpeg_decompress_struct& jpeg = reader.jpeg;
    const bool is_grey = jpeg.output_components == 1;
    const std::size_t width = jpeg.output_width;
    while (jpeg.output_scanline < jpeg.output_height) {
        std::uint8_t* grey = picture.samples.data() + jpeg.output_scanline * width;
        JSAMPROW row = is_grey ? grey : inks.data();
        jpeg_read_scanlines(&jpeg, &row, 1);
        for (std::size_t x = 0; !is_grey && x < width; ++x) {
            grey[x] = grey_of_inks(inks.data() + 4 * x, jpeg.saw_Adobe_marker != FALSE);
        }
    }
}

/// Everything in here may be left by longjmp.
bool decode(
    JpegReader& reader, BytesView file, unsigned longest_side, GreyPicture& picture, Bytes& inks) {
    jpeg_decompress_struct& jpeg = reader.jpeg;
    if (setjmp(reader.back) != 0) return false;
    jpeg_create_decompress(&jpeg);
    jpeg.progress = &reader.progress;
    jpeg_mem_src(&jpeg, file.data(), file.size());
    jpeg_read_header(&jpeg, TRUE);
    if (!is_small_enough(&jpeg)) return false;
    const bool is_inked = jpeg.jpeg_color_space == JCS_CMYK || jpeg.jpeg_color_space == JCS_YCCK;
    jpeg.out_color_space = is_inked ? JCS_CMYK : JCS_GRAYSCALE;
    jpeg.scale_num = 1;
    jpeg.scale_denom = 1;
    const unsigned side = std::max(jpeg.image_width, jpeg.image_height);
    while (side / jpeg.scale_denom > longest_side && jpeg.scale_denom < 4)
        jpeg.scale_denom *= 2;
    picture.is_reduced = jpeg.scale_denom > 1;
    jpeg_start_decompress(&jpeg);
    picture.width = static_cast<int>(jpeg.output_width);
    picture.height = static_cast<int>(jpeg.output_height);
    picture.samples.resize(std::size_t{jpeg.output_width} * jpeg.output_height);
    if (is_inked) inks.resize(std::size_t{jpeg.output_width} * 4);
    read_rows(reader, picture, inks);
    return true;
}

}  // namespace

std::optional<GreyPicture> decode_jpeg(BytesView file, unsigned longest_side) {
    JpegReader reader;
    reader.jpeg.err = jpeg_std_error(&reader.faults);
    reader.jpeg.client_data = &reader;
    reader.faults.error_exit = leave;
    reader.faults.output_message = keep_quiet;
    reader.progress.progress_monitor = count_scans;
    GreyPicture picture;
    Bytes inks;
    const bool is_read = decode(reader, file, longest_side, picture, inks);
    jpeg_destroy_decompress(&reader.jpeg);
    return is_read ? std::optional(std::move(picture)) : std::nullopt;
}

std::optional<GreyPicture> decode_png(BytesView file) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) {
        return std::nullopt;
    }
    GreyPicture picture{static_cast<int>(image.width), static_cast<int>(image.height)};
    const std::size_t pixels = std::size_t{image.width} * image.height;
    bool is_read = false;
    if (pixels > 0 && pixels <= most_pixels) {
        image.format = PNG_FORMAT_GRAY;
        picture.samples.resize(PNG_IMAGE_SIZE(image));
        const png_color paper{255, 255, 255};
        is_read = png_image_finish_read(&image, &paper, picture.samples.data(), 0, nullptr) != 0;
    }
    png_image_free(&image);
    return is_read ? std::optional(std::move(picture)) : std::nullopt;
}

}  // namespace yinxin::verify
