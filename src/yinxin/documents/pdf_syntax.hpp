// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yinxin::documents {

/// Points (1/72 inch) in a millimetre.
inline constexpr double points_per_mm = 72 / 25.4;

/// Appends a number with at most `digits` decimals, trailing zeros left out.
void append_decimal(std::string& out, double value, int digits = 2);
void append_integer(std::string& out, std::int64_t value);
/// Four hexadecimal digits.
void append_hex16(std::string& out, std::uint32_t value);
/// "12 0 R"
[[nodiscard]] std::string reference(int object);
/// A text string (ISO 32000-1, 7.9.2.2) as UTF-16BE in hexadecimal: <FEFF…>. `text` is UTF-8.
[[nodiscard]] std::string text_string(std::string_view text);
/// "2026-11-23T18:00:00+08:00" as "D:20261123180000+08'00'".
/// @error invalid_input  not of this form.
[[nodiscard]] Result<std::string> pdf_date(std::string_view iso);
/// zlib stream (FlateDecode), level 12: for what is compiled once.
[[nodiscard]] std::string deflate(std::string_view data);

/// Writes indirect objects one after another and remembers where each begins.
class PdfWriter {
  public:
    PdfWriter() = default;
    /// Goes on behind a finished prefix.
    PdfWriter(std::string_view prefix, std::span<const std::size_t> offsets, std::size_t capacity);

    PdfWriter& append(std::string_view text) {
        const BytesView view = as_bytes(text);
        bytes_.insert(bytes_.end(), view.begin(), view.end());
        return *this;
    }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

    /// The next object number, to be referred to before it is written.
    [[nodiscard]] int reserve();
    void begin(int object);
    void end() { append("\nendobj\n"); }
    void put(int object, std::string_view body);
    [[nodiscard]] int add(std::string_view body);
    /// @param entries  of the stream's dictionary, without /Length.
    [[nodiscard]] int add_stream(std::string_view entries, std::string_view data);
    [[nodiscard]] int add_stream(std::string_view entries, BytesView data) {
        return add_stream(entries, as_text(data));
    }

    /// Cross-reference table, trailer and end-of-file marker.
    void finish(int catalog, int info, std::string_view id_hex);

    [[nodiscard]] Bytes& bytes() noexcept { return bytes_; }
    [[nodiscard]] const std::vector<std::size_t>& offsets() const noexcept { return offsets_; }

  private:
    Bytes bytes_;
    std::vector<std::size_t> offsets_;
};

}  // namespace yinxin::documents
