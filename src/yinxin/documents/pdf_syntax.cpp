// SPDX-License-Identifier: Apache-2.0
#include "yinxin/documents/pdf_syntax.hpp"

#include "yinxin/base/text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <memory>
#include <new>

#include <libdeflate.h>

namespace yinxin::documents {

void append_integer(std::string& out, std::int64_t value) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out.append(digits.data(), end);
}

void append_decimal(std::string& out, double value, int digits) {
    constexpr std::array<std::int64_t, 7> powers{1, 10, 100, 1000, 10'000, 100'000, 1'000'000};
    const std::int64_t scale = powers[static_cast<std::size_t>(digits)];
    std::int64_t scaled = std::llround(value * static_cast<double>(scale));
    if (scaled < 0) {
        out += '-';
        scaled = -scaled;
    }
    append_integer(out, scaled / scale);
    std::int64_t rest = scaled % scale;
    if (rest == 0) return;
    out += '.';
    for (std::int64_t place = scale / 10; rest != 0; place /= 10) {
        out += static_cast<char>('0' + rest / place);
        rest %= place;
    }
}

void append_hex16(std::string& out, std::uint32_t value) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += digits[(value >> shift) & 15];
}

std::string reference(int object) {
    return std::to_string(object) + " 0 R";
}

std::string text_string(std::string_view text) {
    std::string out = "<FEFF";
    const auto points = decode_utf8(text);
    for (const char32_t point : points ? *points : std::u32string()) {
        if (point >= 0x10000) {
            append_hex16(out, 0xD800 + ((point - 0x10000) >> 10));
            append_hex16(out, 0xDC00 + ((point - 0x10000) & 0x3FF));
        } else {
            append_hex16(out, point);
        }
    }
    return out += '>';
}

Result<std::string> pdf_date(std::string_view iso) {
    constexpr std::string_view shape = "dddd-dd-ddTdd:dd:dd+dd:dd";
    bool fits = iso.size() == shape.size();
    for (std::size_t i = 0; fits && i < shape.size(); ++i) {
        fits = shape[i] == 'd' ? (iso[i] >= '0' && iso[i] <= '9') : iso[i] == shape[i];
    }
    if (!fits) return Error(ErrorCode::invalid_input, "a time is not YYYY-MM-DDThh:mm:ss+hh:mm");
    std::string out = "D:";
    for (const auto [at, length] : {std::pair{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}}) {
        out += iso.substr(at, length);
    }
    return out.append("+")
        .append(iso.substr(20, 2))
        .append("'")
        .append(iso.substr(23, 2))
        .append("'");
}

std::string deflate(std::string_view data) {
    const std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)> compressor(
        libdeflate_alloc_compressor(12), &libdeflate_free_compressor);
    if (!compressor) throw std::bad_alloc();
    std::string out(libdeflate_zlib_compress_bound(compressor.get(), data.size()), '\0');
    out.resize(libdeflate_zlib_compress(
        compressor.get(), data.data(), data.size(), out.data(), out.size()));
    return out;
}

PdfWriter::PdfWriter(std::string_view prefix,
                     std::span<const std::size_t> offsets,
                     std::size_t capacity) {
    bytes_.reserve(capacity);
    offsets_.reserve(offsets.size() + 32);
    offsets_.assign(offsets.begin(), offsets.end());
    append(prefix);
}

int PdfWriter::reserve() {
    offsets_.push_back(0);
    return static_cast<int>(offsets_.size());
}

void PdfWriter::begin(int object) {
    offsets_.at(static_cast<std::size_t>(object) - 1) = bytes_.size();
    std::string head;
    append_integer(head, object);
    append(head).append(" 0 obj\n");
}

void PdfWriter::put(int object, std::string_view body) {
    begin(object);
    append(body);
    end();
}

int PdfWriter::add(std::string_view body) {
    const int object = reserve();
    put(object, body);
    return object;
}

int PdfWriter::add_stream(std::string_view entries, std::string_view data) {
    const int object = reserve();
    begin(object);
    std::string head = "<<";
    head.append(entries).append("/Length ");
    append_integer(head, static_cast<std::int64_t>(data.size()));
    append(head).append(">>\nstream\n").append(data).append("\nendstream");
    end();
    return object;
}

void PdfWriter::finish(int catalog, int info, std::string_view id_hex) {
    const std::size_t table = bytes_.size();
    std::string out = "xref\n0 ";
    out.reserve(20 * offsets_.size() + 300);
    const auto count = static_cast<std::int64_t>(offsets_.size()) + 1;
    append_integer(out, count);
    out += "\n0000000000 65535 f \n";
    for (std::size_t offset : offsets_) {
        std::array<char, 10> digits;
        for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, offset /= 10) {
            *digit = static_cast<char>('0' + offset % 10);
        }
        out.append(digits.data(), digits.size()).append(" 00000 n \n");
    }
    out += "trailer\n<</Size ";
    append_integer(out, count);
    out.append("/Root ").append(reference(catalog)).append("/Info ").append(reference(info));
    out.append("/ID[<").append(id_hex).append("><").append(id_hex).append(">]>>\nstartxref\n");
    append_integer(out, static_cast<std::int64_t>(table));
    out += "\n%%EOF\n";
    append(out);
}

}  // namespace yinxin::documents
