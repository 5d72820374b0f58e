// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

#include <algorithm>

namespace yinxin::verify {

std::optional<Row> check_pinned(Case& work) {
    const std::vector<Bytes>& pinned = work.trust.pinned_signers;
    if (pinned.empty() || std::ranges::find(pinned, work.signer->der()) != pinned.end()) {
        return std::nullopt;
    }
    return row(Verdict::untrusted,
               "signer",
               "signer.not_pinned",
               "verdict table, row 5: the verifier named the seals that may sign");
}

}  // namespace yinxin::verify
