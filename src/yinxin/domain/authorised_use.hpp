// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/ids.hpp"
#include "yinxin/base/result.hpp"
#include "yinxin/domain/keyed.hpp"

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

/// 授权使用: an organisation fetches one endorsed copy with the holder's code.
namespace yinxin::domain {

using UseId = Id<struct UseTag>;

/// 用证码: 15 random characters of copy_code_alphabet (75 bits) and a check character. A secret of
/// the holder and the organisation; it may be read out on the telephone.
struct UseCode {
    std::string value;  ///< without hyphens

    friend auto operator<=>(const UseCode&, const UseCode&) = default;
};
inline constexpr std::size_t use_code_length = 16;

/// @param body  15 fresh random characters of copy_code_alphabet.
[[nodiscard]] UseCode make_use_code(std::string body);

/// Accepts what parse_copy_code accepts: either case, spaces, hyphens, O for 0, I and L for 1.
/// @error authorised_use.code_invalid  mistyped: length, character or check
[[nodiscard]] Result<UseCode> parse_use_code(std::string_view raw);

/// "7K3M-9QXZ-04TB-A1C2"
[[nodiscard]] std::string grouped(const UseCode& code);

/// How one stands for its holder.
enum class UseState {
    open,       ///< 待取用: nobody has used the code
    fetched,    ///< 已取用: the organisation may download until the end
    withdrawn,  ///< 已撤回
    over,       ///< 已到期
};

template <>
struct KeyTable<UseState> {
    static constexpr std::array<Keyed<UseState>, 4> rows{{
        {UseState::open, "open"},
        {UseState::fetched, "fetched"},
        {UseState::withdrawn, "withdrawn"},
        {UseState::over, "over"},
    }};
};

}  // namespace yinxin::domain
