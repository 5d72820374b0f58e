// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/public_key.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace yinxin::crypto {

/// An X.509 certificate as received. Cheap to copy; any number of threads may read one.
class Certificate {
  public:
    /// @error signing.certificate_unreadable  not one certificate, strictly encoded.
    [[nodiscard]] static Result<Certificate> parse_der(BytesView der);
    /// The first certificate of a PEM text.
    [[nodiscard]] static Result<Certificate> parse_pem(std::string_view pem);

    [[nodiscard]] const Bytes& der() const noexcept;
    [[nodiscard]] std::string pem() const;
    /// CN of the subject in UTF-8; empty when it has none.
    [[nodiscard]] const std::string& common_name() const noexcept;
    /// CN of the issuer in UTF-8; empty when it has none.
    [[nodiscard]] const std::string& issuer_common_name() const noexcept;
    /// DER Name.
    [[nodiscard]] BytesView subject_der() const noexcept;
    /// DER Name.
    [[nodiscard]] BytesView issuer_der() const noexcept;
    /// DER INTEGER with tag and length.
    [[nodiscard]] BytesView serial_der() const noexcept;
    /// DER SubjectPublicKeyInfo.
    [[nodiscard]] BytesView spki() const noexcept;
    /// @error unsupported  a key of a kind this system does not sign or verify with (a foreign CA
    ///   may have one; paths through it are still judged).
    [[nodiscard]] const Result<PublicKey>& public_key() const noexcept;
    [[nodiscard]] Instant not_before() const noexcept;
    /// The last second of validity (inclusive, RFC 5280 section 4.1.2.5).
    [[nodiscard]] Instant not_after() const noexcept;
    [[nodiscard]] bool is_current(Instant at) const noexcept {
        return not_before() <= at && at <= not_after();
    }
    [[nodiscard]] bool is_ca() const noexcept;
    [[nodiscard]] bool is_self_issued() const noexcept;
    /// digitalSignature or nonRepudiation, or no key usage extension at all; and no extended key
    /// usage that names other trades only (servers, time, code).
    [[nodiscard]] bool may_sign_documents() const noexcept;
    /// Extended key usage is critical and timeStamping alone (RFC 3161 section 2.3).
    [[nodiscard]] bool may_sign_timestamps() const noexcept;
    /// SHA-256 of der().
    [[nodiscard]] const Digest32& fingerprint() const noexcept;

    friend bool operator==(const Certificate& a, const Certificate& b) noexcept {
        return a.fingerprint() == b.fingerprint();
    }

    struct State;
    [[nodiscard]] const State& state() const noexcept { return *state_; }

  private:
    explicit Certificate(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

/// All certificates of a PEM text, in its order.
/// @error signing.certificate_unreadable  none, or one that cannot be read.
[[nodiscard]] Result<std::vector<Certificate>> parse_pem_certificates(std::string_view pem);
/// All certificates of a file, PEM or one in DER.
[[nodiscard]] Result<std::vector<Certificate>> load_certificates(const std::filesystem::path& path);

/// Why a certificate was revoked (RFC 5280 section 5.3.1); the numbers are those of the standard.
enum class RevocationReason {
    unspecified = 0,
    key_compromise = 1,
    ca_compromise = 2,
    affiliation_changed = 3,
    superseded = 4,
    cessation_of_operation = 5,
    certificate_hold = 6,
    privilege_withdrawn = 9,
    aa_compromise = 10,
};

struct Revocation {
    Bytes serial;  ///< DER INTEGER
    Instant at;
    RevocationReason reason = RevocationReason::unspecified;

    /// Signatures made before the revocation still stand, unless the key itself was lost.
    [[nodiscard]] bool spoils_signature_made_at(Instant signed_at) const noexcept {
        return at <= signed_at || reason == RevocationReason::key_compromise ||
               reason == RevocationReason::ca_compromise ||
               reason == RevocationReason::aa_compromise;
    }
};

/// A certificate revocation list (complete; delta and indirect lists are refused).
class Crl {
  public:
    /// @error signing.certificate_unreadable  not one list, strictly encoded, or a critical
    /// extension we do not know.
    [[nodiscard]] static Result<Crl> parse_der(BytesView der);
    [[nodiscard]] static Result<Crl> parse_pem(std::string_view pem);

    [[nodiscard]] const Bytes& der() const noexcept;
    [[nodiscard]] std::string pem() const;
    /// DER Name.
    [[nodiscard]] BytesView issuer_der() const noexcept;
    [[nodiscard]] Instant this_update() const noexcept;
    [[nodiscard]] std::optional<Instant> next_update() const noexcept;
    [[nodiscard]] bool is_fresh(Instant at) const noexcept;
    /// CRL number (RFC 5280 section 5.2.3), big-endian without leading zeros; none: the list has
    /// none. A later list of an issuer has a greater one.
    [[nodiscard]] const std::optional<Bytes>& number() const noexcept;
    /// @param serial_der  DER INTEGER, as Certificate::serial_der().
    [[nodiscard]] std::optional<Revocation> find(BytesView serial_der) const;
    /// Every entry, by date and serial number.
    [[nodiscard]] std::vector<Revocation> revocations() const;
    /// SHA-256 of der().
    [[nodiscard]] const Digest32& fingerprint() const noexcept;
    /// The list was signed by this certificate's key, and the names agree.
    [[nodiscard]] bool is_signed_by(const Certificate& issuer) const;

    struct State;

  private:
    explicit Crl(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

/// A list from a file, PEM or DER.
[[nodiscard]] Result<Crl> load_crl(const std::filesystem::path& path);

}  // namespace yinxin::crypto
