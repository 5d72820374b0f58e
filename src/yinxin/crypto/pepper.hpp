// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/mac_key.hpp"
#include "yinxin/crypto/password.hpp"

#include <string>
#include <string_view>

/// Passwords with a pepper: what is hashed is the MAC of the password under a key that is not in
/// the database, so a copy of the database alone says nothing about any password.
namespace yinxin::crypto {

/// "hmac-sha256$argon2id$v=19$..." or "hmac-sm3$argon2id$v=19$...": the form of
/// crypto::hash_password with the MAC's name in front.
/// @error as crypto::hash_password
[[nodiscard]] Result<std::string> hash_password(const Secret& password,
                                                const MacKey& pepper,
                                                PasswordCost cost);

/// Also right for what was stored without a pepper, as imported accounts are; never for a hash of
/// the other suite.
[[nodiscard]] bool check_password(std::string_view stored,
                                  const Secret& password,
                                  const MacKey& pepper);

/// Stored without this pepper, or as crypto::needs_rehash says.
[[nodiscard]] bool needs_rehash(std::string_view stored, const MacKey& pepper, PasswordCost cost);

}  // namespace yinxin::crypto
