// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/mail_address.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

constexpr std::size_t longest_address = 254;
constexpr std::size_t longest_local_part = 64;
constexpr std::size_t longest_label = 63;
constexpr std::string_view local_marks = "!#$%&'*+-/=?^_`{|}~";

bool is_letter_or_digit(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Words with single dots between them.
template <class Test>
bool is_dotted(std::string_view text, Test is_word) {
    while (true) {
        const std::size_t dot = text.find('.');
        if (!is_word(text.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        text.remove_prefix(dot + 1);
    }
}

bool is_local_word(std::string_view word) noexcept {
    return !word.empty() && std::ranges::all_of(word, [](char c) {
        return is_letter_or_digit(c) || local_marks.contains(c);
    });
}

bool is_label(std::string_view label) noexcept {
    return !label.empty() && label.size() <= longest_label && label.front() != '-' &&
           label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_letter_or_digit(c) || c == '-'; });
}

/// A last label of digits alone would be an IP address.
bool is_host(std::string_view host) noexcept {
    const std::size_t last = host.rfind('.');
    if (last == std::string_view::npos || !is_dotted(host, is_label)) return false;
    return std::ranges::any_of(host.substr(last + 1), [](char c) { return c > '9'; });
}

}  // namespace

Result<MailAddress> parse_mail_address(std::string_view raw) {
    const Error refusal(ErrorCode::mail_invalid, "not a mail address");
    const auto points = decode_utf8(raw);
    if (!points) return refusal;
    std::string text;
    for (const char32_t point : *points) {
        // What a Chinese keyboard gives for a dot.
        const char32_t plain = point == U'。' ? U'.' : fold::to_half_width(point);
        if (fold::is_space(plain)) {
            text += ' ';
        } else if (plain < ' ' || plain >= 0x7F) {
            return refusal;
        } else {
            text += static_cast<char>(plain);
        }
    }
    text = std::string(trim(text));
    const std::size_t at = text.rfind('@');
    if (text.size() > longest_address || at == std::string::npos) return refusal;
    const std::string host = text.substr(at + 1);
    const std::string local = text.substr(0, at);
    if (local.size() > longest_local_part || !is_dotted(local, is_local_word) || !is_host(host)) {
        return refusal;
    }
    return MailAddress{local + '@' + to_lower_ascii(host)};
}

std::string masked_mail(const MailAddress& address) {
    const std::size_t at = address.text.find('@');
    if (at == std::string::npos || at == 0) return {};
    // A local part of one letter would be shown whole.
    return (at > 1 ? address.text.substr(0, 1) : std::string()) + "***" + address.text.substr(at);
}

}  // namespace yinxin::domain
