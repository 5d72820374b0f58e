// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/signature_scheme.hpp"

#include "yinxin/crypto/algorithms.hpp"
#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/openssl_handles.hpp"

#include <algorithm>
#include <array>

#include <climits>
#include <openssl/rsa.h>

namespace yinxin::crypto {
namespace {

enum class Kind { rsa, ecdsa };

struct Digest {
    std::string_view oid;
    std::string_view name;
    const EVP_MD* (*method)();
};

constexpr std::array digests{
    Digest{oid::sha256, "sha256", &sha256_method},
    Digest{oid::sha384, "sha384", &EVP_sha384},
    Digest{oid::sha512, "sha512", &EVP_sha512},
    Digest{oid::sm3, "sm3", &sm3_method},
};

struct Signature {
    std::string_view oid;
    Kind kind;
    std::string_view digest;  ///< empty: the digest comes from elsewhere
};

constexpr std::array signatures{
    Signature{oid::rsa, Kind::rsa, {}},
    Signature{oid::rsa_sha256, Kind::rsa, oid::sha256},
    Signature{oid::rsa_sha384, Kind::rsa, oid::sha384},
    Signature{oid::rsa_sha512, Kind::rsa, oid::sha512},
    Signature{oid::rsa_pss, Kind::rsa, {}},
    Signature{oid::ecdsa_sha256, Kind::ecdsa, oid::sha256},
    Signature{oid::ecdsa_sha384, Kind::ecdsa, oid::sha384},
    Signature{oid::ecdsa_sha512, Kind::ecdsa, oid::sha512},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> curves{{
    {"prime256v1", "p256"},
    {"secp384r1", "p384"},
    {"secp521r1", "p521"},
}};

Error unsupported(std::string detail) {
    return Error(ErrorCode::unsupported, std::move(detail));
}

template <class Table>
auto find(const Table& table, std::string_view oid) -> decltype(table.data()) {
    const auto found = std::ranges::find_if(table, [&](const auto& row) { return row.oid == oid; });
    return found == table.end() ? nullptr : &*found;
}

/// Dotted identifier of an AlgorithmIdentifier, and what follows it.
Result<std::string> enter_algorithm(der::Reader& fields) {
    YX_TRY(fields, fields.enter(der::tag::sequence));
    return fields.next_oid();
}

struct Pss {
    std::string digest_oid;
    int salt_length = 0;
};

/// RSASSA-PSS-params (RFC 4055 section 3.1). The default of both digests is SHA-1, so that they
/// must be stated; the mask's is the message's in all that is deployed.
Result<Pss> read_pss(BytesView parameters) {
    constexpr std::string_view mgf1 = "1.2.840.113549.1.1.8";
    constexpr std::int64_t longest_salt = 1024;
    constexpr std::int64_t usual_salt = 20;
    der::Reader whole(parameters);
    YX_TRY(der::Reader fields, whole.enter(der::tag::sequence));
    Pss pss;
    YX_TRY(der::Reader digest, fields.enter(der::tag::context(0)));
    YX_TRY(pss.digest_oid, enter_algorithm(digest));
    YX_TRY(der::Reader mask, fields.enter(der::tag::context(1)));
    YX_TRY(const std::string function, enter_algorithm(mask));
    YX_TRY(const std::string mask_digest, enter_algorithm(mask));
    std::int64_t length = usual_salt;
    if (fields.next_is(der::tag::context(2))) {
        YX_TRY(der::Reader salt, fields.enter(der::tag::context(2)));
        YX_TRY(length, salt.next_integer());
    }
    YX_CHECK(fields.expect_end());
    if (function != mgf1 || mask_digest != pss.digest_oid || length < 0 || length > longest_salt) {
        return unsupported("PSS parameters");
    }
    pss.salt_length = static_cast<int>(length);
    return pss;
}

Result<KeyHandle> read_key(BytesView spki) {
    YX_CHECK(der::check_nesting(spki));
    if (spki.size() > LONG_MAX) return Error(ErrorCode::malformed, "public key too long");
    const unsigned char* position = spki.data();
    KeyHandle key(d2i_PUBKEY(nullptr, &position, static_cast<long>(spki.size())));
    if (key == nullptr) return unsupported(drain_openssl_errors());
    return key;
}

/// "rsa", "ecdsa-p384"
Result<std::string> name_of_key(const EVP_PKEY& key, Kind kind) {
    if (kind == Kind::rsa) {
        const int bits = EVP_PKEY_get_bits(&key);
        const bool is_right = EVP_PKEY_is_a(&key, "RSA") == 1 && bits >= 2048 && bits <= 8192;
        if (is_right) return std::string("rsa");
        return unsupported("not an RSA key of 2048 to 8192 bits");
    }
    std::array<char, 64> group{};
    if (EVP_PKEY_is_a(&key, "EC") == 1 &&
        EVP_PKEY_get_group_name(&key, group.data(), group.size(), nullptr) == 1) {
        for (const auto& [curve, name] : curves) {
            if (curve == group.data()) return "ecdsa-" + std::string(name);
        }
    }
    return unsupported("not a key on P-256, P-384 or P-521");
}

}  // namespace

struct SignatureScheme::State {
    KeyHandle key;
    const EVP_MD* digest = nullptr;
    std::optional<Pss> pss;
    std::string name;
};

Result<SignatureScheme> SignatureScheme::resolve(BytesView spki, const SchemeNames& names) {
    const Signature* signature = find(signatures, names.signature_oid);
    if (signature == nullptr) return unsupported("signature " + std::string(names.signature_oid));
    auto state = std::make_shared<State>();
    YX_TRY(state->key, read_key(spki));
    YX_TRY(state->name, name_of_key(*state->key, signature->kind));
    std::string_view digest_oid = signature->digest.empty() ? names.digest_oid : signature->digest;
    if (signature->oid == oid::rsa_pss) {
        YX_TRY(state->pss, read_pss(names.parameters));
        digest_oid = state->pss->digest_oid;
        state->name += "-pss";
    }
    const Digest* digest = find(digests, digest_oid);
    if (digest == nullptr || digest->oid == oid::sm3) {
        return unsupported("digest " + std::string(digest_oid));
    }
    state->digest = digest->method();
    state->name.append("-").append(digest->name);
    return SignatureScheme(std::move(state));
}

const std::string& SignatureScheme::name() const noexcept {
    return state_->name;
}

Result<void> SignatureScheme::verify(BytesView message, BytesView signature) const {
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* options = nullptr;
    bool is_right = EVP_DigestVerifyInit(
                        context.get(), &options, state_->digest, nullptr, state_->key.get()) == 1;
    if (is_right && state_->pss) {
        is_right = EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
                   EVP_PKEY_CTX_set_rsa_mgf1_md(options, state_->digest) == 1 &&
                   EVP_PKEY_CTX_set_rsa_pss_saltlen(options, state_->pss->salt_length) == 1;
    }
    is_right =
        is_right &&
        EVP_DigestVerify(
            context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
    if (!is_right) return Error(ErrorCode::signature_wrong, drain_openssl_errors());
    return ok();
}

Result<Bytes> digest_named(std::string_view oid, std::span<const BytesView> pieces) {
    const Digest* digest = find(digests, oid);
    if (digest == nullptr) return unsupported("digest " + std::string(oid));
    const DigestContext context(EVP_MD_CTX_new());
    bool is_done = EVP_DigestInit_ex2(context.get(), digest->method(), nullptr) == 1;
    for (const BytesView piece : pieces) {
        is_done = is_done && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    }
    Bytes value(EVP_MAX_MD_SIZE);
    unsigned length = 0;
    is_done = is_done && EVP_DigestFinal_ex(context.get(), value.data(), &length) == 1;
    if (!is_done) return Error(ErrorCode::internal, drain_openssl_errors());
    value.resize(length);
    return value;
}

}  // namespace yinxin::crypto
