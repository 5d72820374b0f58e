// SPDX-License-Identifier: Apache-2.0
#include "yinxin/verify/file_kinds.hpp"

namespace yinxin::verify {

/// OFD is recognised and answered truthfully; its structure is read once OFD is issued.
void read_ofd(BytesView, const ReadLimits&, Claims& claims) {
    claims.format = FileFormat::ofd;
    claims.signature_count = 1;
    claims.seal = SealClaims{.is_supported = false};
    add_finding(claims, Level::fail, "ofd", "ofd.unsupported");
}

}  // namespace yinxin::verify
