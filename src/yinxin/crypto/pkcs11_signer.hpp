// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: open_key is the door.

#include "yinxin/crypto/signer.hpp"

namespace yinxin::crypto {

/// A key on a token, as open_key says.
[[nodiscard]] Result<std::shared_ptr<const Signer>> open_pkcs11_key(std::string_view uri);

}  // namespace yinxin::crypto
