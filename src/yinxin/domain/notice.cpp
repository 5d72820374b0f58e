// SPDX-License-Identifier: Apache-2.0
#include "yinxin/domain/notice.hpp"

namespace yinxin::domain {

const NoticeVersion* notice_in_force(std::span<const NoticeVersion> versions,
                                     Instant now) noexcept {
    const NoticeVersion* found = nullptr;
    for (const NoticeVersion& notice : versions) {
        const bool in_time = notice.effective_from <= now;
        if (in_time && (found == nullptr || notice.version > found->version)) found = &notice;
    }
    return found;
}

bool needs_consent(std::optional<int> accepted, int in_force) noexcept {
    return !accepted || *accepted < in_force;
}

}  // namespace yinxin::domain
