// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace yinxin::verify {

enum class Level { info, warning, fail };

/// One thing a check has to say about a file. A forged file is a successful verification with bad
/// findings, never an Error.
struct Finding {
    std::string check;  ///< e.g. "pdf.byte_range"
    Level level = Level::fail;
    std::string code;  ///< stable, e.g. "pdf.byte_range.gap"; the message key is "finding." + code
    std::string clause;  ///< the sentence of a standard that asks for it; may be empty

    friend bool operator==(const Finding&, const Finding&) = default;
};

[[nodiscard]] inline bool any_fail(const std::vector<Finding>& findings) noexcept {
    for (const Finding& finding : findings) {
        if (finding.level == Level::fail) return true;
    }
    return false;
}

}  // namespace yinxin::verify
