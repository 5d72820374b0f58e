// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/result.hpp"

#include <string>
#include <string_view>

namespace yinxin::crypto {

/// A password hash of another system in the form check_password understands, unless it would cost
/// too much to check, or too little to protect anybody until the first login replaces it.
///
/// Taken: Argon2id in its PHC form (up to 128 MiB, 8 passes, 4 lanes, at most 256 MiB times
/// passes), bcrypt ("$2a$", "$2b$", "$2y$", cost 8 to 13), PBKDF2 with SHA-256 as passlib
/// ("$pbkdf2-sha256$ROUNDS$SALT$HASH") or Django ("pbkdf2_sha256$ROUNDS$salt$hash") write it,
/// 10,000 to 2,000,000 rounds.
/// @error unsupported  another kind of hash
/// @error malformed    no hash of its kind
/// @error invalid_input  too cheap or too dear
[[nodiscard]] Result<std::string> accept_imported_hash(std::string_view hash);

}  // namespace yinxin::crypto
