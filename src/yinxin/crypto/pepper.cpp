// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/pepper.hpp"

#include "yinxin/base/text.hpp"

namespace yinxin::crypto {
namespace {

std::string_view prefix_of(Suite suite) {
    return suite == Suite::national ? "hmac-sm3" : "hmac-sha256";
}

/// As text: Argon2id's interface and older ones take no zero bytes.
Secret peppered(const Secret& password, const MacKey& pepper) {
    return Secret(to_hex(pepper.of(password.expose_bytes())));
}

}  // namespace

Result<std::string> hash_password(const Secret& password, const MacKey& pepper, PasswordCost cost) {
    YX_TRY(std::string hash, hash_password(peppered(password, pepper), cost));
    return std::string(prefix_of(pepper.suite())) + hash;
}

bool check_password(std::string_view stored, const Secret& password, const MacKey& pepper) {
    if (!stored.starts_with("hmac-")) return check_password(stored, password);
    const std::string_view prefix = prefix_of(pepper.suite());
    // The dollar sign keeps one name from being the beginning of another.
    if (!stored.starts_with(prefix) || !stored.substr(prefix.size()).starts_with('$')) return false;
    return check_password(stored.substr(prefix.size()), peppered(password, pepper));
}

bool needs_rehash(std::string_view stored, const MacKey& pepper, PasswordCost cost) {
    const std::string_view prefix = prefix_of(pepper.suite());
    return !stored.starts_with(prefix) || needs_rehash(stored.substr(prefix.size()), cost);
}

}  // namespace yinxin::crypto
