// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/crypto/trust.hpp"
#include "yinxin/verify/finding.hpp"
#include "yinxin/verify/timestamp_rule.hpp"

#include <memory>
#include <vector>

namespace yinxin::verify {

/// What a sealed OFD of ours must satisfy before it is released: the verdict that everybody will
/// get about the file alone is VALID, by this seal's signer, and a timestamp (where required) is
/// over this very signature.
/// @param signer  the seal certificate that must have signed.
/// @return what stands against it; empty when nothing does.
[[nodiscard]] std::vector<Finding> check_sealed_ofd(BytesView file,
                                                    std::shared_ptr<const crypto::TrustStore> trust,
                                                    const crypto::Certificate& signer,
                                                    TimestampRule timestamp,
                                                    Instant at);

}  // namespace yinxin::verify
