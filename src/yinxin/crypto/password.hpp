// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace yinxin::crypto {

/// Cost of one Argon2id hash; one lane (libsodium has no other). Defaults are above the floor of
/// ASVS 5.0 appendix C (46 MiB).
struct PasswordCost {
    std::uint32_t memory_kib = 64 * 1024;
    std::uint32_t passes = 3;
};

/// "$argon2id$v=19$m=65536,t=3,p=1$SALT$HASH" with a fresh salt. Takes about 100 ms and
/// `memory_kib` of memory: run it on a pool, and bound how many run at once.
/// @error unavailable  the memory is not there.  @error invalid_input  the cost is out of range.
[[nodiscard]] Result<std::string> hash_password(const Secret& password, PasswordCost cost = {});

/// Whether the password is the one that was hashed. Understood: our own Argon2id form, and what
/// an imported account may bring: bcrypt ("$2a$", "$2b$", "$2y$") and
/// "$pbkdf2-sha256$ROUNDS$SALT$HASH" (the adapted base64 of passlib). Anything else is false.
[[nodiscard]] bool check_password(std::string_view stored, const Secret& password);

/// The stored form is not Argon2id, or cheaper than `cost`: hash anew after a successful login.
[[nodiscard]] bool needs_rehash(std::string_view stored, PasswordCost cost = {});

/// Costs what check_password costs for a hash of this cost, and is always false: for login names
/// that do not exist, so that the time of the answer says nothing.
bool dummy_check(const Secret& password, PasswordCost cost = {});

}  // namespace yinxin::crypto
