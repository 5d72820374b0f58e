// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/trust.hpp"
#include "yinxin/documents/pdf_certificate.hpp"
#include "yinxin/issuing/draft.hpp"
#include "yinxin/signing/seal_credential.hpp"
#include "yinxin/verify/finding.hpp"

#include <map>
#include <memory>
#include <string>

namespace yinxin::issuing {

/// Whether files get a timestamp (PAdES B-T) or not (B-B).
enum class SealProfile { b_b, b_t };
[[nodiscard]] std::string_view name_of(SealProfile profile) noexcept;

/// What the press must know of one seal; the key itself is the seal desk's.
struct SealShape {
    crypto::Certificate certificate;
    documents::PdfProfile profile;
};

/// Turns checked drafts into files with a hole, and files with a signature into released bytes.
/// Const and safe to use from several threads.
class Press {
  public:
    /// @param trust  anchors that the sealed files must lead to.
    Press(std::shared_ptr<const documents::Stationery> stationery,
          std::map<std::string, SealShape, std::less<>> seals,
          std::shared_ptr<const crypto::TrustStore> trust,
          SealProfile profile);

    /// Step 1, CPU: the unsigned file and the digest to be sealed. Uses the draft up.
    /// @error signing.seal_not_in_use  the draft names a seal this press does not have.
    [[nodiscard]] Result<documents::UnsignedPdf> build(Draft draft) const;

    /// Step 3, CPU: embeds what the seal desk answered, and verifies the very bytes that will be
    /// handed out.
    /// @error issuing.sealed_file_refused  the detail lists the findings' codes.
    [[nodiscard]] Result<Bytes> finish(documents::UnsignedPdf unsigned_pdf,
                                       BytesView cms,
                                       std::string_view seal_id,
                                       Instant now) const;

    [[nodiscard]] SealProfile profile() const noexcept { return profile_; }
    [[nodiscard]] const documents::Stationery& stationery() const noexcept { return *stationery_; }

  private:
    std::shared_ptr<const documents::Stationery> stationery_;
    std::map<std::string, SealShape, std::less<>> seals_;
    std::shared_ptr<const crypto::TrustStore> trust_;
    SealProfile profile_;
    documents::PdfPress pdf_;
};

}  // namespace yinxin::issuing
