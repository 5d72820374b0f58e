// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/attachment.hpp"

#include "yinxin/base/text.hpp"

#include <vector>

namespace yinxin::domain {
namespace {

constexpr std::size_t longest_file_name = 120;

}  // namespace

std::string_view attachment_media(BytesView file) noexcept {
    const std::string_view text = as_text(file);
    if (text.starts_with("%PDF-")) return "application/pdf";
    if (text.starts_with("\x89PNG\r\n\x1a\n")) return "image/png";
    if (text.starts_with("\xff\xd8\xff")) return "image/jpeg";
    return {};
}

std::string plain_file_name(std::string_view name) {
    const auto slash = name.find_last_of("/\\");
    if (slash != std::string_view::npos) name.remove_prefix(slash + 1);
    auto points = decode_utf8(name);
    if (!points) return "attachment";
    std::erase_if(*points, [](char32_t c) { return c < 0x20 || c == 0x7F; });
    if (points->size() > longest_file_name) points->resize(longest_file_name);
    return points->empty() ? "attachment" : encode_utf8(*points);
}

}  // namespace yinxin::domain
