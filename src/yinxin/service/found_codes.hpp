// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/packed_report.hpp"
#include "yinxin/service/services.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace yinxin::service {

/// Where the text of a QR leads, as far as the text itself says.
struct CodeText {
    /// `copy`: has the form of a link to a copy of ours; `offline`: begins as an offline code.
    CodeTarget target = CodeTarget::other;
    std::string token;  ///< of such a link
    std::string host;   ///< of another address, for showing only
};
/// @param public_url  ours; only a link that begins with exactly this is ours.
[[nodiscard]] CodeText read_code_text(std::string_view text, std::string_view public_url);

/// What the register says of the QRs found in a file; each link and each copy of a page once, at
/// most 20. An offline code signed by us leads to its copy as a link does.
Task<Result<std::vector<FoundCopy>>> resolve_codes(Services& services,
                                                   std::vector<verify::FoundCode> codes,
                                                   std::optional<std::string> recipient,
                                                   Instant at);

}  // namespace yinxin::service
