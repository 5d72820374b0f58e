// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"

namespace yinxin::crypto {

/// The password in Unicode normal form NFKC, so that one typed as full-width letters, or composed
/// by another keyboard, is the same password (NIST SP 800-63B-4 section 3.1.1.2, ASVS 5.0 6.2.1).
/// What is not UTF-8 comes back as it is: it can only fail to match.
[[nodiscard]] Secret nfkc(const Secret& password);

}  // namespace yinxin::crypto
