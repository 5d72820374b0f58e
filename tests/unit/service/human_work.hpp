// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/digest.hpp"
#include "yinxin/service/human_check.hpp"

#include <string>

namespace yinxin::service {

/// What the page's script finds.
inline std::string work_for(const std::string& challenge) {
    static_assert(human_work_bits == 15);
    for (int number = 0;; ++number) {
        const std::string work = std::to_string(number);
        const crypto::Digest32 digest = crypto::sha256(as_bytes(challenge + ":" + work));
        if (digest[0] == 0 && digest[1] <= 1) return work;
    }
}

}  // namespace yinxin::service
