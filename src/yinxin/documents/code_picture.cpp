// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/code_picture.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <string_view>

#include <libdeflate.h>

namespace yinxin::documents {
namespace {

constexpr int pixels_a_module = 8;  // one byte of a one-bit picture

void put32(std::string& out, std::size_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        out += static_cast<char>((value >> shift) & 0xFF);
}

void put_chunk(std::string& out, std::string_view kind, std::string_view content) {
    put32(out, content.size());
    const std::size_t begin = out.size();
    out.append(kind).append(content);
    put32(out, libdeflate_crc32(0, out.data() + begin, out.size() - begin));
}

std::string compressed(std::string_view rows) {
    using Compressor =
        std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;
    thread_local const Compressor compressor(libdeflate_alloc_compressor(6),
                                             &libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    std::string out(libdeflate_zlib_compress_bound(compressor.get(), rows.size()), '\0');
    out.resize(libdeflate_zlib_compress(
        compressor.get(), rows.data(), rows.size(), out.data(), out.size()));
    return out;
}

/// Every row of modules once, and then seven times "as above" (filter type 2).
std::string filtered_rows(const CodeModules& code) {
    constexpr char as_it_is = 0;
    constexpr char as_above = 2;
    const auto side = static_cast<std::size_t>(code.size);
    std::string rows;
    rows.reserve(side * (side + 1) * pixels_a_module);
    for (std::size_t row = 0; row < side; ++row) {
        rows += as_it_is;
        for (std::size_t column = 0; column < side; ++column)
            rows += code.dark[row * side + column] ? '\0' : '\xFF';
        for (int i = 1; i < pixels_a_module; ++i) {
            rows += as_above;
            rows.append(side, '\0');
        }
    }
    return rows;
}

}  // namespace

std::string draw_code_png(const CodeModules& code) {
    const auto pixels = static_cast<std::size_t>(code.size) * pixels_a_module;
    std::string header;
    put32(header, pixels);
    put32(header, pixels);
    header.append("\1\0\0\0\0", 5);  // one bit, grey, deflate, filters, not interlaced
    std::string out = "\x89PNG\r\n\x1A\n";
    put_chunk(out, "IHDR", header);
    put_chunk(out, "IDAT", compressed(filtered_rows(code)));
    put_chunk(out, "IEND", "");
    return out;
}

}  // namespace yinxin::documents
