// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/personal_key.hpp"

#include "yinxin/crypto/der.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/ecdsa_value.hpp"
#include "yinxin/crypto/openssl_handles.hpp"
#include "yinxin/crypto/private_file.hpp"
#include "yinxin/crypto/public_key.hpp"

#include <algorithm>
#include <cstring>

#include <climits>
#include <openssl/pem.h>

namespace yinxin::crypto {
namespace {

constexpr std::string_view ed25519_oid = "1.3.101.112";
constexpr std::size_t ed25519_size = 32;
/// A PEM of ours has some 600 bytes, one of RSA 8192 some 6,500.
constexpr std::size_t longest_pem = 16 * 1024;

Error no_key(std::string detail) {
    return Error(ErrorCode::key_unavailable, std::move(detail));
}

/// The key's 32 bytes, where the SubjectPublicKeyInfo is one of Ed25519.
std::optional<Bytes> ed25519_of(BytesView spki) {
    const Bytes form = ed25519_spki(Bytes(ed25519_size));
    const std::size_t head = form.size() - ed25519_size;
    if (spki.size() != form.size() ||
        !std::ranges::equal(spki.first(head), BytesView(form).first(head)))
        return std::nullopt;
    return Bytes(spki.begin() + static_cast<std::ptrdiff_t>(head), spki.end());
}

Result<PersonalAlgorithm> algorithm_of(const PublicKey& key) {
    switch (key.algorithm()) {
        case SignatureAlgorithm::ecdsa_p256_sha256:
            return PersonalAlgorithm::es256;
        case SignatureAlgorithm::rsa_sha256:
            return PersonalAlgorithm::rs256;
        case SignatureAlgorithm::sm2_sm3:
            break;
    }
    return Error(ErrorCode::unsupported, "not a key of a person");
}

bool verify_ed25519(EVP_PKEY& key, BytesView message, BytesView signature) {
    const DigestContext context(EVP_MD_CTX_new());
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, &key) == 1 &&
           EVP_DigestVerify(
               context.get(), signature.data(), signature.size(), message.data(), message.size()) ==
               1;
}

Result<Bytes> spki_of(EVP_PKEY& key) {
    unsigned char* encoded = nullptr;
    const int length = i2d_PUBKEY(&key, &encoded);
    if (length <= 0) return no_key(drain_openssl_errors());
    Bytes spki(encoded, encoded + length);
    OPENSSL_free(encoded);
    return spki;
}

/// OpenSSL asks through a C function: what was asked of a person, and what went wrong.
struct Asking {
    const PassPhrase& ask;
    std::optional<Error> failure;
};
int give_pass_phrase(char* buffer, int size, int /*rwflag*/, void* user) noexcept {
    auto& asking = *static_cast<Asking*>(user);
    try {
        const Result<Secret> typed = asking.ask ? asking.ask() : Secret();
        if (!typed) {
            asking.failure = typed.error();
            return -1;
        }
        const std::string& text = typed->expose();
        if (text.empty() || text.size() > static_cast<std::size_t>(size)) return -1;
        std::memcpy(buffer, text.data(), text.size());
        return static_cast<int>(text.size());
    } catch (const std::exception&) {
        return -1;
    }
}

}  // namespace

std::string_view name_of(PersonalAlgorithm algorithm) noexcept {
    switch (algorithm) {
        case PersonalAlgorithm::es256:
            return "ES256";
        case PersonalAlgorithm::rs256:
            return "RS256";
        case PersonalAlgorithm::eddsa:
            return "EdDSA";
    }
    return "none";
}

Bytes ed25519_spki(BytesView key) {
    return der::sequence({der::sequence({der::oid(ed25519_oid)}), der::bit_string(key)});
}

struct PersonalKey::State {
    PersonalAlgorithm algorithm = PersonalAlgorithm::es256;
    Bytes spki;
    std::optional<PublicKey> key;  ///< of the two that OpenSSL hashes for
    KeyHandle ed25519;
};

Result<PersonalKey> PersonalKey::parse(BytesView spki) {
    auto state = std::make_shared<State>();
    state->spki.assign(spki.begin(), spki.end());
    if (const auto raw = ed25519_of(spki)) {
        state->algorithm = PersonalAlgorithm::eddsa;
        state->ed25519.reset(
            EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw->data(), raw->size()));
        if (state->ed25519 == nullptr) return Error(ErrorCode::malformed, drain_openssl_errors());
        return PersonalKey(std::move(state));
    }
    YX_TRY(state->key, PublicKey::parse(spki));
    YX_TRY(state->algorithm, algorithm_of(*state->key));
    return PersonalKey(std::move(state));
}

Result<PersonalKey> PersonalKey::parse_pem(std::string_view pem) {
    if (pem.size() > longest_pem) return Error(ErrorCode::malformed, "a public key so long");
    const BioHandle source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    const KeyHandle key(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr));
    if (key == nullptr) return Error(ErrorCode::malformed, drain_openssl_errors());
    YX_TRY(const Bytes spki, spki_of(*key));
    return parse(spki);
}

PersonalAlgorithm PersonalKey::algorithm() const noexcept {
    return state_->algorithm;
}

const Bytes& PersonalKey::spki() const noexcept {
    return state_->spki;
}

std::string PersonalKey::id() const {
    return to_base64url(sha256(state_->spki));
}

Result<void> PersonalKey::verify(BytesView message, BytesView signature) const {
    if (state_->key) return state_->key->verify(message, signature);
    if (verify_ed25519(*state_->ed25519, message, signature)) return ok();
    return Error(ErrorCode::signature_wrong, drain_openssl_errors());
}

Result<void> PersonalKey::verify_jose(BytesView message, BytesView signature) const {
    if (state_->algorithm != PersonalAlgorithm::es256) return verify(message, signature);
    const Result<Bytes> value = der_ecdsa_value(signature);
    if (!value) return Error(ErrorCode::signature_wrong, value.error().detail());
    return verify(message, *value);
}

struct PersonalSigner::State {
    KeyHandle key;
    std::optional<PersonalKey> public_key;
};

Result<PersonalSigner> PersonalSigner::open(const std::filesystem::path& path,
                                            const PassPhrase& ask) {
    YX_TRY(const Secret pem, read_private_file(path));
    const std::string& text = pem.expose();
    if (text.size() > longest_pem) return no_key("not a key file: " + path.string());
    const BioHandle source(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    auto state = std::make_shared<State>();
    Asking asking{ask, std::nullopt};
    state->key.reset(PEM_read_bio_PrivateKey(source.get(), nullptr, give_pass_phrase, &asking));
    if (state->key == nullptr) {
        ERR_clear_error();
        if (asking.failure) return *asking.failure;
        return no_key("no private key in " + path.string() + ", or the pass phrase is wrong");
    }
    YX_TRY(const Bytes spki, spki_of(*state->key));
    const Result<PersonalKey> key = PersonalKey::parse(spki);
    if (!key || key->algorithm() == PersonalAlgorithm::rs256) {
        return no_key("the key in " + path.string() + " is neither P-256 nor Ed25519");
    }
    state->public_key = *key;
    return PersonalSigner(std::move(state));
}

const PersonalKey& PersonalSigner::key() const noexcept {
    return *state_->public_key;
}

Result<Bytes> PersonalSigner::sign_jose(BytesView message) const {
    const bool is_ecdsa = key().algorithm() == PersonalAlgorithm::es256;
    const DigestContext context(EVP_MD_CTX_new());
    Bytes value(static_cast<std::size_t>(EVP_PKEY_get_size(state_->key.get())));
    std::size_t length = value.size();
    if (EVP_DigestSignInit(context.get(),
                           nullptr,
                           is_ecdsa ? sha256_method() : nullptr,
                           nullptr,
                           state_->key.get()) != 1 ||
        EVP_DigestSign(context.get(), value.data(), &length, message.data(), message.size()) != 1) {
        return Error(ErrorCode::signature_failed, drain_openssl_errors());
    }
    value.resize(length);
    if (is_ecdsa) return raw_ecdsa_value(value);
    return value;
}

Result<Secret> generate_personal_key(PersonalKeyKind kind, const Secret& pass_phrase) {
    const KeyHandle key(kind == PersonalKeyKind::p256
                            ? EVP_EC_gen("P-256")
                            : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const BioHandle sink(BIO_new(BIO_s_secmem()));
    const std::string& text = pass_phrase.expose();
    const bool is_encrypted = !text.empty();
    if (key == nullptr || sink == nullptr || text.size() > INT_MAX ||
        PEM_write_bio_PKCS8PrivateKey(sink.get(),
                                      key.get(),
                                      is_encrypted ? EVP_aes_256_cbc() : nullptr,
                                      is_encrypted ? text.data() : nullptr,
                                      static_cast<int>(text.size()),
                                      nullptr,
                                      nullptr) != 1) {
        return no_key(drain_openssl_errors());
    }
    char* written = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &written);
    return Secret(std::string(written, static_cast<std::size_t>(length)));
}

Result<std::string> public_pem(const PersonalKey& key) {
    const unsigned char* position = key.spki().data();
    const KeyHandle handle(d2i_PUBKEY(nullptr, &position, static_cast<long>(key.spki().size())));
    const BioHandle sink(BIO_new(BIO_s_mem()));
    if (handle == nullptr || PEM_write_bio_PUBKEY(sink.get(), handle.get()) != 1) {
        return Error(ErrorCode::internal, drain_openssl_errors());
    }
    char* written = nullptr;
    const long length = BIO_get_mem_data(sink.get(), &written);
    return std::string(written, static_cast<std::size_t>(length));
}

}  // namespace yinxin::crypto
