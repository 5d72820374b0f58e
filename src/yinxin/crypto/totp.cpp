// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/totp.hpp"

#include "yinxin/crypto/random.hpp"

#include <array>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace yinxin::crypto {
namespace {

constexpr std::size_t secret_bytes = 20;
constexpr std::size_t sha1_bytes = 20;
constexpr std::string_view base32_alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::array<std::uint8_t, sha1_bytes> hmac_sha1(BytesView key, BytesView message) {
    std::array<std::uint8_t, sha1_bytes> mac{};
    unsigned length = 0;
    const auto* done = HMAC(EVP_sha1(),
                            key.data(),
                            static_cast<int>(key.size()),
                            message.data(),
                            message.size(),
                            mac.data(),
                            &length);
    if (done == nullptr || length != mac.size()) throw std::runtime_error("HMAC-SHA-1 failed");
    return mac;
}

/// Percent-encoding of everything but unreserved characters (RFC 3986 section 2.3).
std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        if (plain) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 0x0FU];
    }
    return out;
}

}  // namespace

Secret make_totp_secret() {
    return Secret(BytesView(random_bytes(secret_bytes)));
}

std::int64_t totp_step(Instant at) noexcept {
    return epoch_of(at) / totp_step_length.count();
}

std::string totp_code(const Secret& secret, std::int64_t step) {
    std::array<std::uint8_t, 8> counter{};
    auto rest = static_cast<std::uint64_t>(step);
    for (auto byte = counter.rbegin(); byte != counter.rend(); ++byte) {
        *byte = static_cast<std::uint8_t>(rest & 0xFFU);
        rest >>= 8U;
    }
    const auto mac = hmac_sha1(secret.expose_bytes(), counter);
    // RFC 4226 section 5.3: dynamic truncation.
    const std::size_t offset = mac.back() & 0x0FU;
    const std::uint32_t number = (static_cast<std::uint32_t>(mac[offset] & 0x7FU) << 24U) |
                                 (static_cast<std::uint32_t>(mac[offset + 1]) << 16U) |
                                 (static_cast<std::uint32_t>(mac[offset + 2]) << 8U) |
                                 static_cast<std::uint32_t>(mac[offset + 3]);
    constexpr std::uint32_t beyond_six_digits = 1'000'000;
    const std::string digits = std::to_string(number % beyond_six_digits);
    return std::string(totp_digits - digits.size(), '0') + digits;
}

std::optional<std::int64_t> match_totp(const Secret& secret,
                                       std::string_view typed,
                                       std::int64_t last_used,
                                       Instant now) {
    if (typed.size() != totp_digits) return std::nullopt;
    const std::int64_t current = totp_step(now);
    std::optional<std::int64_t> found;
    for (std::int64_t step = current - 1; step <= current + 1; ++step) {
        const std::string code = totp_code(secret, step);
        const bool is_equal = CRYPTO_memcmp(code.data(), typed.data(), totp_digits) == 0;
        if (is_equal && step > last_used && !found) found = step;
    }
    return found;
}

std::string to_base32(BytesView bytes) {
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = (bits << 8U) | byte;
        count += 8;
        while (count >= 5) {
            count -= 5;
            out += base32_alphabet[(bits >> count) & 0x1FU];
        }
    }
    if (count > 0) out += base32_alphabet[(bits << (5 - count)) & 0x1FU];
    return out;
}

std::string totp_address(const Secret& secret, std::string_view issuer, std::string_view account) {
    return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(account) +
           "?secret=" + to_base32(secret.expose_bytes()) + "&issuer=" + percent_encoded(issuer);
}

}  // namespace yinxin::crypto
