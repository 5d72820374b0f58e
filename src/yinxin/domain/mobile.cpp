// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/mobile.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

#include <algorithm>

namespace yinxin::domain {
namespace {

constexpr std::string_view chinese_prefix = "+86";
constexpr std::size_t chinese_length = 11;

bool is_chinese_mobile(std::string_view digits) noexcept {
    return digits.size() == chinese_length && digits[0] == '1' && digits[1] >= '3';
}

Error refuse() {
    return Error(ErrorCode::mobile_invalid, "not a mobile number");
}

}  // namespace

Result<Mobile> parse_mobile(std::string_view raw) {
    std::string digits;
    bool plus = false;
    for (const char32_t point : fold::compact(raw)) {
        if (fold::is_digit(point)) {
            digits += static_cast<char>(point);
        } else if (point == '+' && digits.empty() && !plus) {
            plus = true;
        } else if (!fold::is_hyphen(point) && point != '(' && point != ')') {
            return refuse();
        }
    }
    if (!plus && is_chinese_mobile(digits)) return Mobile{std::string(chinese_prefix) + digits};
    if (!plus && digits.starts_with("00")) {
        digits.erase(0, 2);
        plus = true;
    }
    if (digits.starts_with("86")) {
        if (!is_chinese_mobile(std::string_view(digits).substr(2))) return refuse();
        return Mobile{"+" + digits};
    }
    // ITU-T E.164: at most 15 digits, no country code begins with 0.
    if (!plus || digits.size() < 7 || digits.size() > 15 || digits.front() == '0') return refuse();
    return Mobile{"+" + digits};
}

bool is_chinese(const Mobile& mobile) noexcept {
    return mobile.e164.starts_with(chinese_prefix);
}

std::string written(const Mobile& mobile) {
    return is_chinese(mobile) ? mobile.e164.substr(chinese_prefix.size()) : mobile.e164;
}

std::string masked_mobile(const Mobile& mobile) {
    const std::string text = written(mobile);
    const std::size_t kept_tail = text.size() >= 11 ? 4 : 2;
    const std::size_t kept_head = 3;
    if (text.size() < kept_head + kept_tail + 4) return std::string(text.size(), '*');
    return text.substr(0, kept_head) + std::string(text.size() - kept_head - kept_tail, '*') +
           text.substr(text.size() - kept_tail);
}

}  // namespace yinxin::domain
