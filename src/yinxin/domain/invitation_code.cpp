// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/invitation_code.hpp"

#include "yinxin/domain/copy_code.hpp"
#include "yinxin/domain/fold.hpp"

namespace yinxin::domain {

Result<InvitationCode> parse_invitation_code(std::string_view raw) {
    InvitationCode code;
    for (const char32_t point : fold::compact(raw)) {
        if (fold::is_hyphen(point)) continue;
        const char c = copy_code_character(point);
        if (c == '\0') return Error(ErrorCode::organisation_invitation_over, "character");
        code.value += c;
    }
    if (code.value.size() != invitation_code_length) {
        return Error(ErrorCode::organisation_invitation_over, "length");
    }
    return code;
}

std::string grouped(const InvitationCode& code) {
    std::string text;
    for (std::size_t i = 0; i < code.value.size(); ++i) {
        if (i != 0 && i % 4 == 0) text += '-';
        text += code.value[i];
    }
    return text;
}

}  // namespace yinxin::domain
