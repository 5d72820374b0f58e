// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <compare>
#include <cstddef>
#include <string>
#include <string_view>

namespace yinxin::domain {

/// What lets an account join an organisation (邀请码): 80 random bits in 16 characters of
/// copy_code_alphabet. Single use, for some days; it may be read out on the telephone.
struct InvitationCode {
    std::string value;  ///< without hyphens

    friend auto operator<=>(const InvitationCode&, const InvitationCode&) = default;
};
inline constexpr std::size_t invitation_code_length = 16;

/// Accepts what parse_copy_code accepts: either case, spaces, hyphens, O for 0, I and L for 1.
/// @error organisation.invitation_over  it is no code: the same answer as for one that is over.
[[nodiscard]] Result<InvitationCode> parse_invitation_code(std::string_view raw);

/// "7K3M-9QXZ-04TB-A1C2"
[[nodiscard]] std::string grouped(const InvitationCode& code);

}  // namespace yinxin::domain
