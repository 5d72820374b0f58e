// SPDX-License-Identifier: Apache-2.0
#include "yinxin/service/password_policy.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/crypto/password_text.hpp"
#include "yinxin/service/common_passwords.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace yinxin::service {
namespace {

/// What must be left when each guessable part counts as one character: two or three common words
/// with a year are refused, a phrase of six words is not. And how many different characters.
constexpr std::size_t least_remainder = 6;
constexpr std::size_t least_different = 5;
/// Shorter pieces occur in any text by chance.
constexpr std::size_t least_part = 3;
/// A run is that long or longer: "1234", "aaaa", "dcba".
constexpr std::size_t least_run = 4;

using Parts = std::vector<std::u32string>;

char32_t folded(char32_t c) {
    return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

std::u32string folded(std::u32string text) {
    std::ranges::transform(text, text.begin(), [](char32_t c) { return folded(c); });
    return text;
}

void add(Parts& parts, std::string_view text) {
    auto decoded = decode_utf8(text);
    if (!decoded || decoded->empty()) return;
    // A Chinese word or name has two characters or three: short, but a whole.
    constexpr std::size_t least_chinese = 2;
    const std::size_t least = decoded->front() > 0x7F ? least_chinese : least_part;
    if (decoded->size() >= least) parts.push_back(folded(*std::move(decoded)));
}

/// A number whole and in pieces, as people use its last four, six or eight characters.
void add_number(Parts& parts, std::string_view text) {
    add(parts, text);
    for (const std::size_t length : {4U, 6U, 8U}) {
        for (std::size_t i = 0; i + length <= text.size(); ++i) {
            add(parts, text.substr(i, length));
        }
    }
}

Parts parts_of(const PasswordOwner& owner) {
    Parts parts;
    add(parts, owner.login_name);
    if (owner.name) add(parts, owner.name->value);
    if (owner.mobile) add_number(parts, owner.mobile->e164);
    if (!owner.document) return parts;
    add_number(parts, owner.document->number);
    if (const auto birth = domain::birth_day(*owner.document)) {
        const std::string day = replace_all(format_day(*birth), "-", "");
        add(parts, day);
        add(parts, std::string_view(day).substr(2));
        add(parts, format_day(*birth));
    }
    return parts;
}

/// How far a run reaches from `begin`: equal characters, or neighbours in code order.
std::size_t run_length(const std::u32string& text, std::size_t begin) {
    std::size_t longest = 1;
    for (const int step : {0, 1, -1}) {
        std::size_t length = 1;
        while (begin + length < text.size() &&
               static_cast<std::int64_t>(text[begin + length]) -
                       static_cast<std::int64_t>(text[begin + length - 1]) ==
                   step) {
            ++length;
        }
        longest = std::max(longest, length);
    }
    return longest >= least_run ? longest : 0;
}

/// Length of the text when guessable parts, taken out in the best way, count one each. Parts may
/// overlap ("asdfghjianzhu" is "asdfgh" and "jianzhu"), so the longest first is not enough.
std::size_t remainder_of(const std::u32string& text, const Parts& parts) {
    std::vector<std::size_t> left(text.size() + 1, 0);  // of the text from i on
    for (std::size_t i = text.size(); i-- > 0;) {
        left[i] = left[i + 1] + 1;
        const std::size_t run = run_length(text, i);
        for (std::size_t length = least_run; length <= run; ++length) {
            left[i] = std::min(left[i], left[i + length] + 1);
        }
        for (const std::u32string& part : parts) {
            if (text.compare(i, part.size(), part) == 0) {
                left[i] = std::min(left[i], left[i + part.size()] + 1);
            }
        }
    }
    return left[0];
}

/// The shortest piece the text repeats ("abcabcab" is "abc"), or the text itself.
std::u32string period_of(const std::u32string& text) {
    for (std::size_t period = 1; period * 2 <= text.size(); ++period) {
        bool repeats = true;
        for (std::size_t i = period; repeats && i < text.size(); ++i) {
            repeats = text[i] == text[i - period];
        }
        if (repeats) return text.substr(0, period);
    }
    return text;
}

bool is_guessable(const std::u32string& password, const PasswordOwner& owner) {
    const std::u32string text = folded(password);
    if (period_of(text).size() < text.size()) return true;
    Parts parts = parts_of(owner);
    for (const std::string_view word : common_password_parts()) {
        add(parts, word);
    }
    const std::set<char32_t> different(text.begin(), text.end());
    return remainder_of(text, parts) < least_remainder || different.size() < least_different;
}

}  // namespace

Result<void> check_new_password(const Secret& password, const PasswordOwner& owner) {
    YX_TRY(const std::u32string text, decode_utf8(crypto::nfkc(password).expose()));
    if (text.size() < min_password_length) {
        return Error(ErrorCode::password_too_short)
            .with("min", std::to_string(min_password_length));
    }
    if (text.size() > max_password_length) {
        return Error(ErrorCode::password_too_long).with("max", std::to_string(max_password_length));
    }
    if (is_guessable(text, owner)) return Error(ErrorCode::password_common);
    return ok();
}

}  // namespace yinxin::service
