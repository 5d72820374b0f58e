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

/// The token of the one copy of ours whose code a photograph shows; nothing for a file that is no
/// picture, and where there is no code, several copies, or a code that leads elsewhere.
/// @error as read_claims
Task<Result<std::optional<std::string>>> find_photographed_copy(Services& services, Bytes file);

}  // namespace yinxin::service
