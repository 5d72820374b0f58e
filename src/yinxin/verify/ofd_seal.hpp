// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only.

#include "yinxin/verify/ofd_signature.hpp"

namespace yinxin::verify {

/// What the electronic seal over a Signature.xml says and whether it holds (GB/T 38540); needs no
/// outside fact. Everything wrong is a finding "ses.…" as well.
[[nodiscard]] SealClaims read_ses_seal(const OfdSignature& signature, Claims& claims);

/// Whether the signature lists every member but itself and its value. A foreign one may leave the
/// list of signatures open, so that others can follow.
[[nodiscard]] bool covers_package(const OfdPackage& package,
                                  const OfdSignature& signature,
                                  std::string_view signatures_file,
                                  Claims& claims);

}  // namespace yinxin::verify
