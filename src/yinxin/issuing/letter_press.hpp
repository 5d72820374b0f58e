// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/trust.hpp"
#include "yinxin/documents/letter.hpp"
#include "yinxin/signing/seal_credential.hpp"
#include "yinxin/signing/timestamper.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace yinxin::issuing {

/// What seals the service's own letters (receipts, summaries), apart from the certificates' seals.
struct LetterKey {
    signing::SealCredential credential;
    documents::PdfProfile profile;
    std::shared_ptr<const signing::Timestamper> timestamper;  ///< none: profile B-B
};

/// Makes and seals letters, and signs their JSON twins. A letter speaks for the service alone: it
/// certifies nobody, so no intent and no second person is asked. Const and thread-safe; sealing
/// may wait for a timestamp authority, so call it where waiting is allowed.
class LetterPress {
  public:
    /// @param trust  anchors that the sealed letters must lead to.
    LetterPress(std::shared_ptr<const documents::Stationery> stationery,
                LetterKey key,
                std::shared_ptr<const crypto::TrustStore> trust);

    /// Writes, seals, and verifies the very bytes that will be handed out.
    /// @error as LetterWriter::build; signing.signature_failed, signing.timestamp_unavailable;
    ///   issuing.sealed_file_refused  the detail lists the findings' codes.
    [[nodiscard]] Result<Bytes> seal(const documents::Letter& letter, Instant now) const;
    /// A JSON text as JSON Web Signature. @error signing.signature_failed
    [[nodiscard]] Result<std::string> sign(std::string_view json) const;
    /// PEM of the letters' certificate and its chain, for whoever checks a letter.
    [[nodiscard]] std::string certificates_pem() const;

  private:
    documents::LetterWriter writer_;
    LetterKey key_;
    std::shared_ptr<const crypto::TrustStore> trust_;
};

}  // namespace yinxin::issuing
