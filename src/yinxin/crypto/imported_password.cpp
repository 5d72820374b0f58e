// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/imported_password.hpp"

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/text.hpp"

#include <algorithm>
#include <optional>

namespace yinxin::crypto {
namespace {

constexpr std::int64_t least_memory_kib = 4 * 1024;
constexpr std::int64_t most_memory_kib = 128 * 1024;
constexpr std::int64_t most_passes = 8;
constexpr std::int64_t most_lanes = 4;
constexpr std::int64_t most_work_kib = 256 * 1024;  // memory times passes
constexpr std::int64_t least_bcrypt = 8;
constexpr std::int64_t most_bcrypt = 13;
constexpr std::int64_t least_rounds = 10'000;
constexpr std::int64_t most_rounds = 2'000'000;
constexpr std::size_t sha256_length = 32;
constexpr std::size_t longest_hash = 300;

Error malformed(const char* what) {
    return Error(ErrorCode::malformed, what);
}

bool is_between(std::optional<std::int64_t> value, std::int64_t least, std::int64_t most) {
    return value && *value >= least && *value <= most;
}

Result<std::string> accept_argon2id(std::string_view hash) {
    const auto fields = split(hash, '$');
    if (fields.size() != 6 || fields[2] != "v=19") return malformed("Argon2id");
    const auto costs = split(fields[3], ',');
    if (costs.size() != 3 || !costs[0].starts_with("m=") || !costs[1].starts_with("t=") ||
        !costs[2].starts_with("p=")) {
        return malformed("Argon2id");
    }
    const auto memory = parse_integer(costs[0].substr(2));
    const auto passes = parse_integer(costs[1].substr(2));
    if (!is_between(memory, least_memory_kib, most_memory_kib) ||
        !is_between(passes, 1, most_passes) ||
        !is_between(parse_integer(costs[2].substr(2)), 1, most_lanes) ||
        *memory * *passes > most_work_kib) {
        return Error(ErrorCode::invalid_input, "cost of Argon2id");
    }
    const auto is_base64 = [](std::string_view text) {
        return !text.empty() && std::ranges::all_of(text, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '+' || c == '/';
        });
    };
    if (!is_base64(fields[4]) || !is_base64(fields[5])) return malformed("Argon2id");
    return std::string(hash);
}

Result<std::string> accept_bcrypt(std::string_view hash) {
    constexpr std::size_t whole = 60;
    if (hash.size() != whole || hash[6] != '$') return malformed("bcrypt");
    if (!is_between(parse_integer(hash.substr(4, 2)), least_bcrypt, most_bcrypt)) {
        return Error(ErrorCode::invalid_input, "cost of bcrypt");
    }
    return std::string(hash);
}

/// passlib's letters for bytes: base64 with '.' for '+' and without padding.
std::string adapted_base64(BytesView bytes) {
    std::string text = to_base64(bytes);
    while (text.ends_with('='))
        text.pop_back();
    return replace_all(std::move(text), "+", ".");
}

/// Standard or passlib's base64, with or without padding.
Result<Bytes> parse_any_base64(std::string_view text) {
    std::string url(text);
    while (url.ends_with('='))
        url.pop_back();
    for (char& c : url) {
        if (c == '-' || c == '_') return malformed("base64");
        if (c == '.' || c == '+') c = '-';
        if (c == '/') c = '_';
    }
    return parse_base64url(url);
}

Result<std::string> accept_pbkdf2(std::string_view rounds, BytesView salt, std::string_view hash) {
    const auto count = parse_integer(rounds);
    const auto bytes = parse_any_base64(hash);
    if (!count || salt.empty() || !bytes || bytes->size() != sha256_length) {
        return malformed("PBKDF2");
    }
    if (!is_between(count, least_rounds, most_rounds)) {
        return Error(ErrorCode::invalid_input, "rounds of PBKDF2");
    }
    return "$pbkdf2-sha256$" + std::to_string(*count) + "$" + adapted_base64(salt) + "$" +
           adapted_base64(*bytes);
}

}  // namespace

Result<std::string> accept_imported_hash(std::string_view hash) {
    if (hash.size() > longest_hash) return malformed("too long");
    if (hash.starts_with("$argon2id$")) return accept_argon2id(hash);
    if (hash.starts_with("$2a$") || hash.starts_with("$2b$") || hash.starts_with("$2y$")) {
        return accept_bcrypt(hash);
    }
    const auto fields = split(hash, '$');
    if (hash.starts_with("$pbkdf2-sha256$")) {
        if (fields.size() != 5) return malformed("PBKDF2");
        YX_TRY(const Bytes salt, parse_any_base64(fields[3]));
        return accept_pbkdf2(fields[2], salt, fields[4]);
    }
    if (hash.starts_with("pbkdf2_sha256$")) {
        // Django's salt is text, its hash standard base64.
        if (fields.size() != 4) return malformed("PBKDF2");
        return accept_pbkdf2(fields[1], as_bytes(fields[2]), fields[3]);
    }
    return Error(ErrorCode::unsupported, "kind of hash");
}

}  // namespace yinxin::crypto
