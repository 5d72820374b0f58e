// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/code_search.hpp"

#include <ZXing/ReadBarcode.h>
#include <ZXing/TextUtfEncoding.h>
#include <algorithm>
#include <csetjmp>
#include <cstdio>
#include <jpeglib.h>
#include <memory>
#include <optional>
#include <png.h>

namespace yinxin::verify {
namespace {

constexpr std::size_t most_pixels = 50'000'000;
constexpr std::size_t longest_text = 4096;

/// A decoded picture, eight bits grey.
struct Grey {
    int width = 0;
    int height = 0;
    Bytes samples;
};

struct JpegFault {
    jpeg_error_mgr base;
    std::jmp_buf back;
};

[[noreturn]] void leave(j_common_ptr jpeg) {
    std::longjmp(reinterpret_cast<JpegFault*>(jpeg->err)->back, 1);
}
void keep_quiet(j_common_ptr) {}

/// libjpeg reports errors through longjmp: everything that must be destroyed lives outside.
bool decode_jpeg(BytesView file, Grey& picture) {
    jpeg_decompress_struct jpeg{};
    JpegFault fault{};
    jpeg.err = jpeg_std_error(&fault.base);
    fault.base.error_exit = leave;
    fault.base.output_message = keep_quiet;
    if (setjmp(fault.back) != 0) {
        jpeg_destroy_decompress(&jpeg);
        return false;
    }
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, file.data(), file.size());
    jpeg_read_header(&jpeg, TRUE);
    const std::size_t pixels = std::size_t{jpeg.image_width} * jpeg.image_height;
    if (pixels == 0 || pixels > most_pixels) {
        jpeg_destroy_decompress(&jpeg);
        return false;
    }
    jpeg.out_color_space = JCS_GRAYSCALE;
    jpeg_start_decompress(&jpeg);
    picture.width = static_cast<int>(jpeg.output_width);
    picture.height = static_cast<int>(jpeg.output_height);
    picture.samples.resize(pixels);
    while (jpeg.output_scanline < jpeg.output_height) {
        JSAMPROW row =
            picture.samples.data() + std::size_t{jpeg.output_scanline} * jpeg.output_width;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    jpeg_destroy_decompress(&jpeg);
    return true;
}

bool decode_png(BytesView file, Grey& picture) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) return false;
    const std::size_t pixels = std::size_t{image.width} * image.height;
    bool is_read = false;
    if (pixels > 0 && pixels <= most_pixels) {
        image.format = PNG_FORMAT_GRAY;
        picture.width = static_cast<int>(image.width);
        picture.height = static_cast<int>(image.height);
        picture.samples.resize(PNG_IMAGE_SIZE(image));
        // Transparent parts are paper.
        const png_color paper{255, 255, 255};
        is_read = png_image_finish_read(&image, &paper, picture.samples.data(), 0, nullptr) != 0;
    }
    png_image_free(&image);
    return is_read;
}

std::optional<Grey> decode(const PdfPicture& source) {
    Grey picture;
    if (source.is_jpeg)
        return decode_jpeg(source.bytes, picture) ? std::optional(picture) : std::nullopt;
    if (source.bytes.size() > 8 && source.bytes[0] == 0x89) {
        return decode_png(source.bytes, picture) ? std::optional(picture) : std::nullopt;
    }
    return Grey{source.width, source.height, source.bytes};
}

void find_in(const Grey& picture, std::size_t page, Claims& claims) {
    const ZXing::ImageView view(
        picture.samples.data(), picture.width, picture.height, ZXing::ImageFormat::Lum);
    const auto hints =
        ZXing::DecodeHints().setFormats(ZXing::BarcodeFormat::QRCode).setTryHarder(true);
    for (const ZXing::Result& result : ZXing::ReadBarcodes(view, hints)) {
        if (!result.isValid()) continue;
        FoundCode code{ZXing::TextUtfEncoding::ToUtf8(result.text()), page};
        if (code.text.size() > longest_text) continue;
        const bool is_known = std::ranges::any_of(claims.codes, [&](const FoundCode& known) {
            return known.text == code.text && known.page == page;
        });
        if (!is_known) claims.codes.push_back(std::move(code));
    }
}

}  // namespace

void find_codes(const PdfPicture& source, Claims& claims) {
    try {
        const std::optional<Grey> picture = decode(source);
        if (picture) return find_in(*picture, source.page, claims);
    } catch (const std::exception&) {
        // As below: what cannot be read says nothing.
    }
    add_finding(claims, Level::warning, "picture", "picture.unreadable");
}

void read_picture(BytesView file, const ReadLimits&, Claims& claims) {
    claims.format = FileFormat::picture;
    Grey decoded;
    const bool is_readable =
        file[0] == 0xFF ? decode_jpeg(file, decoded) : decode_png(file, decoded);
    if (!is_readable) return reject(claims, "picture", "picture.unreadable");
    find_codes(
        {.bytes = std::move(decoded.samples), .width = decoded.width, .height = decoded.height},
        claims);
    note_codes(claims);
    if (claims.codes.empty()) add_finding(claims, Level::info, "picture", "picture.no_code");
}

void note_codes(Claims& claims) {
    if (!claims.codes.empty()) add_finding(claims, Level::info, "picture", "picture.code_found");
}

}  // namespace yinxin::verify
