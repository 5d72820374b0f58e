// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/base/bytes.hpp"
#include "yinxin/base/time.hpp"
#include "yinxin/crypto/digest.hpp"
#include "yinxin/crypto/signer.hpp"
#include "yinxin/crypto/x509.hpp"
#include "yinxin/signing/timestamper.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// Electronic seals and their signatures as we make them: GB/T 38540-2020, version 4, SM2 with SM3.
namespace yinxin::signing {

/// What an electronic seal (电子印章) says.
struct SesSealPlan {
    std::string id;            ///< esID; ASCII, not empty
    std::string name;          ///< of the seal, UTF-8
    std::string picture_type;  ///< "ofd" or "png"
    Bytes picture;
    int width_mm = 0;
    int height_mm = 0;
    std::vector<crypto::Certificate> signers;  ///< who may sign with it, at least one
    Instant created_at;
    Instant not_before;  ///< of the seal
    Instant not_after;   ///< last second, inclusive
    std::string vendor = "Yinxin";
};

/// Makes the seal (制章): SESeal, DER. The maker signs the seal's information.
/// @error invalid_input  the plan lacks something, its dates are reversed, or the maker's key does
///   not sign with SM2.
/// @error signing.signature_failed
[[nodiscard]] Result<Bytes> make_ses_seal(const SesSealPlan& plan,
                                          const crypto::Signer& maker,
                                          const crypto::Certificate& maker_certificate);

/// An SM2 key, its certificate and the electronic seal that names it: what an OFD is sealed with.
/// Cheap to copy; any number of threads may use one.
class SesCredential {
  public:
    /// @param chain  the issuing CAs, from the certificate's issuer upwards.
    /// @param seal  SESeal, DER, version 4.
    /// @error signing.certificate_unreadable  not an SM2 key, the certificate is not about it or
    ///   may not sign documents, or the seal does not name this very certificate (a renewed
    ///   certificate needs a new seal: GB/T 38540-2020, 7.2).
    /// @error malformed  the seal is not one of version 4.
    /// @error signing.signature_wrong  the seal is not what its maker signed.
    [[nodiscard]] static Result<SesCredential> create(std::shared_ptr<const crypto::Signer> key,
                                                      crypto::Certificate certificate,
                                                      std::vector<crypto::Certificate> chain,
                                                      Bytes seal);

    [[nodiscard]] const crypto::Certificate& certificate() const noexcept;
    [[nodiscard]] const std::vector<crypto::Certificate>& chain() const noexcept;
    /// Hexadecimal SHA-256 of the public key: names the key in the register of seal uses.
    [[nodiscard]] const std::string& key_id() const noexcept;
    [[nodiscard]] BytesView seal() const noexcept;
    [[nodiscard]] Instant not_before() const noexcept;  ///< of the seal
    [[nodiscard]] Instant not_after() const noexcept;

  private:
    friend Result<Bytes> sign_ses(const SesCredential& credential,
                                  const crypto::Digest32& data_hash,
                                  std::string_view property,
                                  const Timestamper* timestamper,
                                  Instant now);
    struct State;
    explicit SesCredential(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

/// Seals: SES_Signature, DER. The timestamp, where there is an authority, is over the signature
/// value (GB/T 20520).
/// @param data_hash  SM3 of the file that is sealed.
/// @param property  its absolute path in the package; ASCII.
/// @param timestamper  none: without a timestamp.
/// @error signing.certificate_not_current  `now` lies outside the seal's validity.
/// @error signing.signature_failed, signing.timestamp_unavailable
[[nodiscard]] Result<Bytes> sign_ses(const SesCredential& credential,
                                     const crypto::Digest32& data_hash,
                                     std::string_view property,
                                     const Timestamper* timestamper,
                                     Instant now);

}  // namespace yinxin::signing
