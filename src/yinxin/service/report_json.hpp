// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/verify/judge.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace yinxin::service {

/// The sentence for a finding's code, in the language of whoever reads.
using FindingWords = std::function<std::string(std::string_view code)>;
/// Texts that stand before the report's own members, e.g. {"file", "a.pdf"}.
using LeadingMembers = std::vector<std::pair<std::string, std::string>>;

/// A report as one JSON object on one line: what `yinxin verify --json` prints and what the API
/// answers (docs/api.md). Every member is always there; null where nothing is known.
///
/// `certificate` and `endorsement` come from the register where it knows the copy ("source":
/// "register"), else from the file itself ("source": "file": read, not believed). Certificate and
/// management number are given only with a file that is one of our copies, byte for byte: whoever
/// has that file has them already; a code or an altered file tells no more than the compare page.
[[nodiscard]] std::string report_json(const verify::Report& report,
                                      const FindingWords& words,
                                      const LeadingMembers& leading = {});

}  // namespace yinxin::service
