// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"

namespace yinxin::crypto {

/// Whether an SM2 signature was made over the bare SM3 of the message, without the signer's
/// identity that GB/T 32918.2-2016, 5.5 puts in front of it. Some deployed software signs so; what
/// it made is not verified by this, only told apart from a forgery.
/// @param spki  DER SubjectPublicKeyInfo of an SM2 key.
[[nodiscard]] bool is_sm2_without_identity(BytesView spki, BytesView message, BytesView signature);

}  // namespace yinxin::crypto
