// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/signing/seal_credential.hpp"
#include "yinxin/signing/timestamper.hpp"

#include <optional>
#include <string>

namespace yinxin::signing {

/// Policy of the demonstration's authority: an example arc that means nothing outside it.
inline constexpr std::string_view demonstration_timestamp_policy = "2.25.194703318.1";

/// A timestamp authority inside the process, for the demonstration only (RFC 3161; accuracy one
/// second, random serial numbers). It stamps SHA-256, with an SM2 key SM3 (GB/T 20520). Any number
/// of threads may use one.
class TimestampAuthority final : public Timestamper {
  public:
    /// @error signing.certificate_unreadable  the certificate is not about this key, or its
    ///   extended key usage is not timeStamping alone and critical.
    [[nodiscard]] static Result<std::shared_ptr<const TimestampAuthority>> create(
        std::shared_ptr<const crypto::Signer> key,
        crypto::Certificate certificate,
        std::vector<crypto::Certificate> chain,
        std::string_view policy = demonstration_timestamp_policy);

    [[nodiscard]] static Result<std::shared_ptr<const TimestampAuthority>> load(
        std::string_view key_uri, const std::filesystem::path& certificates);

    ~TimestampAuthority() override;

    [[nodiscard]] crypto::DigestAlgorithm digest() const noexcept override;
    [[nodiscard]] Result<Bytes> token(const crypto::Digest32& imprint, Instant now) const override;
    [[nodiscard]] std::size_t token_room() const noexcept override;

    /// Answers a TimeStampReq with a TimeStampResp; a request it cannot serve gets a rejection
    /// (badDataFormat, badAlg, unacceptedPolicy), never an Error.
    /// @error signing.signature_failed
    [[nodiscard]] Result<Bytes> respond(BytesView request, Instant now) const;

    [[nodiscard]] const crypto::Certificate& certificate() const noexcept;
    [[nodiscard]] const std::vector<crypto::Certificate>& chain() const noexcept;

  private:
    struct State;
    explicit TimestampAuthority(std::unique_ptr<const State> state);
    [[nodiscard]] Result<Bytes> make_token(const crypto::Digest32& imprint,
                                           BytesView nonce_der,
                                           bool with_certificates,
                                           Instant now) const;
    std::unique_ptr<const State> state_;
};

}  // namespace yinxin::signing
