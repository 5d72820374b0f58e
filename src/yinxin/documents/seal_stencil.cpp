// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/seal_stencil.hpp"

#include "yinxin/base/free_with.hpp"
#include "yinxin/documents/seal_art.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <png.h>

namespace yinxin::documents {
namespace {

constexpr std::size_t channels = 4;
constexpr int half_covered = 128;

Error refused(std::string why) {
    return Error(ErrorCode::seal_picture_refused).with("why", std::move(why));
}

using OpenImage = std::unique_ptr<png_image, FreeWith<png_image_free>>;

Result<void> check_size(const png_image& image, const StencilLimits& limits) {
    const auto most = static_cast<png_uint_32>(limits.most_side);
    if (image.width > most || image.height > most) return refused("too_many_pixels");
    if (image.width < static_cast<png_uint_32>(limits.least_side)) {
        return refused("too_few_pixels");
    }
    if (image.width != image.height) return refused("not_square");
    return ok();
}

/// Red, green, blue and cover of every pixel.
Result<Bytes> decode(BytesView file, const StencilLimits& limits, int& side) {
    if (file.size() > limits.bytes) return refused("too_large");
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const OpenImage owner(&image);
    if (png_image_begin_read_from_memory(&image, file.data(), file.size()) == 0) {
        return refused("not_png");
    }
    // Before anything is unpacked: a few bytes can stand for gigabytes.
    YX_CHECK(check_size(image, limits));
    image.format = PNG_FORMAT_RGBA;
    Bytes pixels(PNG_IMAGE_SIZE(image));
    if (png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) == 0) {
        return refused("not_png");
    }
    side = static_cast<int>(image.width);
    return pixels;
}

bool is_inked(const std::uint8_t* pixel) {
    const int darkest = std::min({pixel[0], pixel[1], pixel[2]});
    return (255 - darkest) * pixel[3] >= half_covered * 255;
}

Result<Bytes> write_png(const SealStencil& stencil) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const OpenImage owner(&image);
    image.width = image.height = static_cast<png_uint_32>(stencil.side);
    image.format = PNG_FORMAT_RGBA_COLORMAP;
    image.colormap_entries = 2;
    constexpr std::array<std::uint8_t, 2 * channels> colours{
        vermilion.red, vermilion.green, vermilion.blue, 255, 255, 255, 255, 0};
    Bytes pixels;
    pixels.reserve(static_cast<std::size_t>(stencil.side) * stencil.side);
    for (int y = 0; y < stencil.side; ++y) {
        for (int x = 0; x < stencil.side; ++x)
            pixels.push_back(stencil.is_ink(x, y) ? 0 : 1);
    }
    png_alloc_size_t size = 0;
    const auto write = [&](void* memory) {
        return png_image_write_to_memory(
                   &image, memory, &size, 0, pixels.data(), 0, colours.data()) != 0;
    };
    Bytes out;
    if (!write(nullptr)) return Error(ErrorCode::internal, "png");
    out.resize(size);
    if (!write(out.data())) return Error(ErrorCode::internal, "png");
    out.resize(size);
    return out;
}

}  // namespace

bool SealStencil::is_ink(int x, int y) const noexcept {
    const std::size_t row_bytes = (static_cast<std::size_t>(side) + 7) / 8;
    const auto byte = static_cast<std::uint8_t>(
        rows[static_cast<std::size_t>(y) * row_bytes + static_cast<std::size_t>(x) / 8]);
    return ((byte >> (7 - x % 8)) & 1) == 0;
}

Result<SealStencil> read_seal_stencil(BytesView png, const StencilLimits& limits) {
    SealStencil stencil;
    YX_TRY(const Bytes pixels, decode(png, limits, stencil.side));
    const auto side = static_cast<std::size_t>(stencil.side);
    const std::size_t row_bytes = (side + 7) / 8;
    stencil.rows.assign(row_bytes * side, '\xFF');
    std::size_t inked = 0;
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
            if (!is_inked(&pixels[(y * side + x) * channels])) continue;
            ++inked;
            char& byte = stencil.rows[y * row_bytes + x / 8];
            byte = static_cast<char>(static_cast<std::uint8_t>(byte) & ~(0x80U >> (x % 8)));
        }
    }
    const double share = static_cast<double>(inked) / static_cast<double>(side * side);
    if (share < limits.least_ink) return refused("no_ink");
    if (share > limits.most_ink) return refused("no_paper");
    YX_TRY(stencil.png, write_png(stencil));
    return stencil;
}

}  // namespace yinxin::documents
