// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/password.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/text.hpp"

#include <array>
#include <crypt.h>
#include <memory>
#include <stdexcept>

#include <climits>
#include <openssl/evp.h>
#include <sodium.h>

namespace yinxin::crypto {
namespace {

constexpr std::uint32_t most_pbkdf2_rounds = 10'000'000;
/// What a stored hash may make us spend, whoever wrote it there.
constexpr std::uint32_t most_memory_kib = 1024 * 1024;
constexpr std::uint32_t most_passes = 32;

void start_sodium() {
    static const int started = sodium_init();
    if (started < 0) throw std::runtime_error("libsodium did not start");
}

/// "m=65536,t=3" of an Argon2id string; nothing for any other form.
std::optional<PasswordCost> cost_of(std::string_view stored) {
    const auto fields = split(stored, '$');
    if (fields.size() != 6 || fields[1] != "argon2id") return std::nullopt;
    PasswordCost cost{0, 0};
    for (const std::string_view parameter : split(fields[3], ',')) {
        if (parameter.size() < 3 || parameter[1] != '=') return std::nullopt;
        const auto value = parse_integer(parameter.substr(2));
        if (!value || *value < 1 || *value > UINT32_MAX) return std::nullopt;
        if (parameter[0] == 'm') cost.memory_kib = static_cast<std::uint32_t>(*value);
        if (parameter[0] == 't') cost.passes = static_cast<std::uint32_t>(*value);
    }
    return cost;
}

bool check_argon2id(std::string_view stored, const Secret& password) {
    const auto cost = cost_of(stored);
    if (!cost || cost->memory_kib > most_memory_kib || cost->passes > most_passes) return false;
    start_sodium();
    const std::string text(stored);
    return crypto_pwhash_str_verify(
               text.c_str(), password.expose().data(), password.expose().size()) == 0;
}

bool check_bcrypt(std::string_view stored, const Secret& password) {
    constexpr std::size_t whole = 60;
    // The C interface would stop at a zero byte, and so would accept a prefix.
    if (stored.size() != whole || password.expose().contains('\0')) return false;
    const auto work = parse_integer(stored.substr(4, 2));
    if (!work || *work < 4 || *work > 15) return false;
    const std::string setting(stored);
    auto scratch = std::make_unique<crypt_data>();
    const char* computed = crypt_r(password.expose().c_str(), setting.c_str(), scratch.get());
    const bool is_right =
        computed != nullptr && equal_constant_time(as_bytes(computed), as_bytes(stored));
    explicit_bzero(scratch.get(), sizeof(crypt_data));
    return is_right;
}

/// passlib writes base64 with '.' for '+' and without padding.
Result<Bytes> parse_adapted_base64(std::string_view text) {
    std::string url(text);
    for (char& c : url) {
        if (c == '-' || c == '_') return Error(ErrorCode::malformed, "foreign character");
        if (c == '.' || c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return parse_base64url(url);
}

bool check_pbkdf2(std::string_view stored, const Secret& password) {
    const auto fields = split(stored, '$');
    if (fields.size() != 5) return false;
    const auto rounds = parse_integer(fields[2]);
    const Result<Bytes> salt = parse_adapted_base64(fields[3]);
    const Result<Bytes> hash = parse_adapted_base64(fields[4]);
    if (!rounds || *rounds < 1 || *rounds > most_pbkdf2_rounds || !salt || !hash ||
        hash->size() != 32 || password.expose().size() > INT_MAX) {
        return false;
    }
    std::array<std::uint8_t, 32> computed{};
    const int outcome = PKCS5_PBKDF2_HMAC(password.expose().data(),
                                          static_cast<int>(password.expose().size()),
                                          salt->data(),
                                          static_cast<int>(salt->size()),
                                          static_cast<int>(*rounds),
                                          EVP_sha256(),
                                          computed.size(),
                                          computed.data());
    return outcome == 1 && equal_constant_time(computed, *hash);
}

}  // namespace

Result<std::string> hash_password(const Secret& password, PasswordCost cost) {
    start_sodium();
    if (cost.memory_kib < 8 || cost.memory_kib > most_memory_kib || cost.passes < 1 ||
        cost.passes > most_passes) {
        return Error(ErrorCode::invalid_input, "password cost out of range");
    }
    std::array<char, crypto_pwhash_STRBYTES> text{};
    if (crypto_pwhash_str_alg(text.data(),
                              password.expose().data(),
                              password.expose().size(),
                              cost.passes,
                              std::size_t{cost.memory_kib} * 1024,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Error(ErrorCode::unavailable, "no memory for a password hash");
    }
    return std::string(text.data());
}

bool check_password(std::string_view stored, const Secret& password) {
    if (stored.starts_with("$argon2id$")) return check_argon2id(stored, password);
    if (stored.starts_with("$2a$") || stored.starts_with("$2b$") || stored.starts_with("$2y$")) {
        return check_bcrypt(stored, password);
    }
    if (stored.starts_with("$pbkdf2-sha256$")) return check_pbkdf2(stored, password);
    return false;
}

bool needs_rehash(std::string_view stored, PasswordCost cost) {
    const auto have = cost_of(stored);
    return !have || have->memory_kib < cost.memory_kib || have->passes < cost.passes;
}

bool dummy_check(const Secret& password, PasswordCost cost) {
    start_sodium();
    std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salt{};
    std::array<std::uint8_t, 32> hash{};
    // The outcome is of no interest, the time is.
    (void)crypto_pwhash(hash.data(),
                        hash.size(),
                        password.expose().data(),
                        password.expose().size(),
                        salt.data(),
                        cost.passes,
                        std::size_t{cost.memory_kib} * 1024,
                        crypto_pwhash_ALG_ARGON2ID13);
    return false;
}

}  // namespace yinxin::crypto
