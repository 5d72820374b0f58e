// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/checks/checks.hpp"

namespace yinxin::verify {

std::optional<Row> check_key_usage(Case& work) {
    if (work.signer->may_sign_documents() && !work.signer->is_ca()) return std::nullopt;
    return row(Verdict::untrusted,
               "signer",
               "signer.key_usage",
               "RFC 5280, 4.2.1.3: digitalSignature or nonRepudiation; 4.2.1.12: the purposes of "
               "the extended key usage");
}

}  // namespace yinxin::verify
