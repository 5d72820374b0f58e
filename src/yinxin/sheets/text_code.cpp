// SPDX-License-Identifier: Apache-2.0
#include "yinxin/sheets/text_code.hpp"

#include "yinxin/base/text.hpp"

#include <array>
#include <cerrno>
#include <iconv.h>

namespace yinxin::sheets {
namespace {

constexpr std::size_t piece_size = std::size_t{64} * 1024;

const char* name_of(TextCode code) {
    switch (code) {
        case TextCode::utf8:
            return "UTF-8";
        case TextCode::gb18030:
            return "GB18030";
        case TextCode::utf16_le:
            return "UTF-16LE";
        case TextCode::utf16_be:
            return "UTF-16BE";
    }
    return "UTF-8";
}

class Converter {
  public:
    explicit Converter(TextCode code) : handle_(iconv_open("UTF-8", name_of(code))) {}
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;
    ~Converter() {
        if (is_open()) iconv_close(handle_);
    }
    [[nodiscard]] bool is_open() const {
        // NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX says (iconv_t)-1
        return handle_ != reinterpret_cast<iconv_t>(-1);
    }
    [[nodiscard]] iconv_t get() const { return handle_; }

  private:
    iconv_t handle_;
};

bool begins_with(BytesView file, std::string_view mark) {
    return as_text(file).starts_with(mark);
}

}  // namespace

TextStart find_text_code(BytesView file) {
    if (begins_with(file, "\xEF\xBB\xBF")) return {TextCode::utf8, 3};
    if (begins_with(file, "\xFF\xFE")) return {TextCode::utf16_le, 2};
    if (begins_with(file, "\xFE\xFF")) return {TextCode::utf16_be, 2};
    return {is_utf8(as_text(file)) ? TextCode::utf8 : TextCode::gb18030, 0};
}

Result<void> each_piece(BytesView file,
                        const TextStart& start,
                        const std::function<Result<void>(std::string_view)>& take) {
    const Converter converter(start.code);
    if (!converter.is_open()) return Error(ErrorCode::internal, "iconv does not know the code");
    std::string_view rest = as_text(file).substr(start.mark);
    char* in = const_cast<char*>(rest.data());  // iconv only reads it
    std::size_t in_left = rest.size();
    std::array<char, piece_size> piece{};
    while (in_left > 0) {
        char* out = piece.data();
        std::size_t out_left = piece.size();
        const std::size_t done = iconv(converter.get(), &in, &in_left, &out, &out_left);
        const int failure = done == static_cast<std::size_t>(-1) ? errno : 0;
        YX_CHECK(take(std::string_view(piece.data(), piece.size() - out_left)));
        if (failure != 0 && failure != E2BIG) return Error(ErrorCode::sheet_encoding);
    }
    return ok();
}

std::string to_utf8(std::string_view bytes) {
    if (is_utf8(bytes)) return std::string(bytes);
    std::string text;
    const auto converted =
        each_piece(as_bytes(bytes), {TextCode::gb18030, 0}, [&](std::string_view piece) {
            text += piece;
            return ok();
        });
    if (!converted) text.clear();
    return text;
}

}  // namespace yinxin::sheets
