// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/x509.hpp"

#include <memory>
#include <string>
#include <vector>

namespace yinxin::signing {

/// A key, its certificate and the chain that goes with it: what one seal (印章) signs with.
///
/// Everything of a signature that does not depend on the document is encoded once, here. Cheap to
/// copy; any number of threads may use one.
class SealCredential {
  public:
    /// @param chain  the issuing CAs from the certificate's issuer upwards; embedded in every
    ///   signature. The root may be left out.
    /// @error signing.certificate_unreadable  the certificate is not about this key, or may not
    ///   sign documents.
    [[nodiscard]] static Result<SealCredential> create(std::shared_ptr<const crypto::Signer> key,
                                                       crypto::Certificate certificate,
                                                       std::vector<crypto::Certificate> chain);

    /// Key URI and PEM file (leaf first, then its chain). @error as create, and those of open_key
    [[nodiscard]] static Result<SealCredential> load(std::string_view key_uri,
                                                     const std::filesystem::path& certificates);

    [[nodiscard]] crypto::SignatureAlgorithm algorithm() const noexcept;
    /// What documents, attributes and signature are digested with: SM3 for SM2 (GB/T 35275-2017),
    /// SHA-256 for every other key.
    [[nodiscard]] crypto::DigestAlgorithm digest() const noexcept;
    [[nodiscard]] const crypto::Certificate& certificate() const noexcept;
    [[nodiscard]] const std::vector<crypto::Certificate>& chain() const noexcept;
    /// Hexadecimal SHA-256 of the public key: names the key in the register of seal uses.
    [[nodiscard]] const std::string& key_id() const noexcept;

    struct State;
    [[nodiscard]] const State& state() const noexcept { return *state_; }

  private:
    explicit SealCredential(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

}  // namespace yinxin::signing
