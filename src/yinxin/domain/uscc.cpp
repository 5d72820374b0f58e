// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/uscc.hpp"

#include "yinxin/base/text.hpp"
#include "yinxin/domain/fold.hpp"

namespace yinxin::domain {
namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
constexpr std::size_t body_length = 17;

}  // namespace

char uscc_check(std::string_view body) noexcept {
    // GB 32100: C18 = 31 - MOD(sum of Ci * Wi, 31), Wi = 3^(i-1) mod 31; 31 stands for 0.
    if (body.size() != body_length) return '\0';
    unsigned sum = 0;
    unsigned weight = 1;
    for (const char c : body) {
        const std::size_t value = alphabet.find(c);
        if (value == std::string_view::npos) return '\0';
        sum += static_cast<unsigned>(value) * weight;
        weight = weight * 3 % 31;
    }
    return alphabet[(31 - sum % 31) % 31];
}

Result<Uscc> parse_uscc(std::string_view raw) {
    std::string code = encode_utf8(fold::compact(raw));
    if (code.size() != body_length + 1 || alphabet.find(code.back()) == std::string_view::npos) {
        return Error(ErrorCode::malformed, "not 18 characters of GB 32100");
    }
    const char check = uscc_check(std::string_view(code).substr(0, body_length));
    if (check == '\0') return Error(ErrorCode::malformed, "not 18 characters of GB 32100");
    if (check != code.back()) return Error(ErrorCode::identifier_check, "wrong check character");
    return Uscc{std::move(code)};
}

}  // namespace yinxin::domain
