// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/x509.hpp"

#include <memory>
#include <span>
#include <vector>

namespace yinxin::crypto {

/// A path that was found good.
struct TrustedPath {
    std::vector<Certificate> certificates;  ///< leaf first, anchor last
    /// For every certificate but the anchor, a list signed by its issuer or a responder's statement
    /// was at hand.
    bool revocation_known = false;
};

/// What an OCSP responder said of one certificate, after the answer was checked.
struct CertificateStatement {
    Digest32 certificate{};                ///< SHA-256 of the certificate
    std::optional<Revocation> revocation;  ///< none: not revoked
};

/// Revocation data at hand.
struct RevocationData {
    std::vector<Crl> crls;
    std::vector<CertificateStatement> statements;
};

/// Anchors and revocation lists, and the paths that lead to them.
///
/// Path building and checking is OpenSSL's (RFC 5280 section 6), at an explicit time; the
/// revocation lists are judged here, because what counts is whether the revocation spoils a
/// signature made at that time. Paths once found good are remembered for as long as their dates
/// reach. Any number of threads may use one.
class TrustStore {
  public:
    /// @param anchors  trusted as they are; they need not be self-signed.
    /// @param crls  lists at hand; those whose signature does not verify under the issuer in the
    ///   path are not used.
    /// @param known  authorities between a leaf and its anchor that documents may leave out, as
    ///   those of GB/T 38540 do; not trusted by themselves.
    explicit TrustStore(std::vector<Certificate> anchors,
                        std::vector<Crl> crls = {},
                        std::vector<Certificate> known = {});
    TrustStore(const TrustStore&) = delete;
    TrustStore& operator=(const TrustStore&) = delete;
    ~TrustStore();

    [[nodiscard]] const std::vector<Certificate>& anchors() const noexcept;

    /// Puts other data in the place of the lists the store was made with. A verify() that runs uses
    /// the one or the other; those that begin afterwards use the new.
    void renew(RevocationData data);

    /// Leads `leaf` to an anchor as of `at`.
    /// @param more_crls  lists that came with the document; used besides the store's own.
    /// @error signing.certificate_untrusted  no path, or a certificate of it may not certify.
    /// @error signing.certificate_not_current  a certificate of the path is not valid at `at`.
    /// @error signing.certificate_revoked  with params revoked_at (epoch seconds) and reason.
    [[nodiscard]] Result<TrustedPath> verify(const Certificate& leaf,
                                             std::span<const Certificate> intermediates,
                                             Instant at,
                                             std::span<const Crl> more_crls = {}) const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// One path without keeping a store: see TrustStore::verify.
[[nodiscard]] Result<void> verify_chain(const Certificate& leaf,
                                        std::span<const Certificate> intermediates,
                                        std::span<const Certificate> anchors,
                                        Instant at,
                                        std::span<const Crl> crls = {});

}  // namespace yinxin::crypto
