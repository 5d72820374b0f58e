// SPDX-License-Identifier: Apache-2.0
#pragma once

// For the .cpp files of this room only: PKCS #11's types stay inside.

#include "yinxin/base/free_with.hpp"
#include "yinxin/base/result.hpp"

#include <filesystem>
#include <memory>
#include <p11-kit/pkcs11.h>
#include <p11-kit/uri.h>
#include <string>
#include <string_view>

namespace yinxin::crypto {

using Pkcs11UriHandle = std::unique_ptr<P11KitUri, FreeWith<p11_kit_uri_free>>;

/// A `pkcs11:` URI (RFC 7512) that names a key on a token.
struct Pkcs11Uri {
    Pkcs11UriHandle handle;
    std::string token;               ///< the token's label
    std::string module_path;         ///< empty: the modules that p11-kit knows on this machine
    std::filesystem::path pin_file;  ///< empty: none named
    std::string object;              ///< CKA_LABEL; may be empty
    std::string id;                  ///< CKA_ID, binary; may be empty
};

/// Takes `token`, with `object` or `id` or both, and of the query `module-path` and `pin-source`.
/// A URI with an attribute that is not understood is refused rather than read as a wider one, and
/// so is one that holds a PIN. Error texts never repeat the URI.
/// @error signing.key_unavailable
[[nodiscard]] Result<Pkcs11Uri> parse_pkcs11_uri(std::string_view uri);

}  // namespace yinxin::crypto
