// SPDX-License-Identifier: Apache-2.0
#include "yinxin/crypto/digest.hpp"

#include "yinxin/crypto/openssl_handles.hpp"

#include <stdexcept>

namespace yinxin::crypto {
namespace {

const EVP_MD* fetch(const char* name) {
    // Fetched once and kept: an implicit fetch per digest costs more than hashing a short message.
    const EVP_MD* method = EVP_MD_fetch(nullptr, name, nullptr);
    if (method == nullptr) throw std::runtime_error(std::string("OpenSSL has no ") + name);
    return method;
}

Digest32 digest_once(const EVP_MD* method, BytesView bytes) {
    // One context per thread; it is initialised anew each time.
    thread_local const DigestContext context(EVP_MD_CTX_new());
    Digest32 digest{};
    if (EVP_DigestInit_ex2(context.get(), method, nullptr) != 1 ||
        EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 ||
        EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) != 1) {
        throw std::runtime_error("digest failed: " + drain_openssl_errors());
    }
    return digest;
}

}  // namespace

const EVP_MD* sha256_method() {
    static const EVP_MD* const method = fetch("SHA256");
    return method;
}

const EVP_MD* sm3_method() {
    static const EVP_MD* const method = fetch("SM3");
    return method;
}

Digest32 sha256(BytesView bytes) {
    return digest_once(sha256_method(), bytes);
}

Digest32 sm3(BytesView bytes) {
    return digest_once(sm3_method(), bytes);
}

struct IncrementalDigest::State {
    DigestContext context{EVP_MD_CTX_new()};

    State() = default;
    State(const State& other) {
        if (EVP_MD_CTX_copy_ex(context.get(), other.context.get()) != 1) {
            throw std::runtime_error("digest copy failed: " + drain_openssl_errors());
        }
    }
};

IncrementalDigest::IncrementalDigest(DigestAlgorithm algorithm)
    : state_(std::make_unique<State>()) {
    const EVP_MD* method = algorithm == DigestAlgorithm::sha256 ? sha256_method() : sm3_method();
    if (EVP_DigestInit_ex2(state_->context.get(), method, nullptr) != 1) {
        throw std::runtime_error("digest failed: " + drain_openssl_errors());
    }
}

IncrementalDigest::IncrementalDigest(const IncrementalDigest& other)
    : state_(std::make_unique<State>(*other.state_)) {}

IncrementalDigest& IncrementalDigest::operator=(const IncrementalDigest& other) {
    if (this != &other) state_ = std::make_unique<State>(*other.state_);
    return *this;
}

IncrementalDigest::IncrementalDigest(IncrementalDigest&&) noexcept = default;
IncrementalDigest& IncrementalDigest::operator=(IncrementalDigest&&) noexcept = default;
IncrementalDigest::~IncrementalDigest() = default;

IncrementalDigest& IncrementalDigest::update(BytesView bytes) {
    if (EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) != 1) {
        throw std::runtime_error("digest failed: " + drain_openssl_errors());
    }
    return *this;
}

Digest32 IncrementalDigest::finish() const {
    const State copy(*state_);
    Digest32 digest{};
    if (EVP_DigestFinal_ex(copy.context.get(), digest.data(), nullptr) != 1) {
        throw std::runtime_error("digest failed: " + drain_openssl_errors());
    }
    return digest;
}

}  // namespace yinxin::crypto
