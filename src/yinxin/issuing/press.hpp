// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/crypto/trust.hpp"
#include "yinxin/documents/ofd_certificate.hpp"
#include "yinxin/documents/pdf_certificate.hpp"
#include "yinxin/domain/copy_format.hpp"
#include "yinxin/issuing/draft.hpp"
#include "yinxin/issuing/fresh_validation.hpp"
#include "yinxin/signing/seal_credential.hpp"
#include "yinxin/verify/finding.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace yinxin::issuing {

/// Whether files get a timestamp (PAdES B-T) or not (B-B).
enum class SealProfile { b_b, b_t };
/// As the register writes it: "B-B", "B-T"; of an OFD "SES-B", "SES-T".
[[nodiscard]] std::string_view name_of(SealProfile profile, domain::CopyFormat format) noexcept;

/// What seals OFDs, as it was opened.
struct OfdShape {
    std::string key_name;  ///< in the key register
    crypto::Certificate certificate;
};

/// What the press must know of one seal; the keys themselves are the seal desk's.
struct SealShape {
    crypto::Certificate certificate;
    documents::PdfProfile profile;
    std::optional<OfdShape> ofd;  ///< none: its copies are PDF alone
};

/// One face of a copy that waits for its seal.
struct UnsignedFace {
    std::variant<documents::UnsignedPdf, documents::UnsignedOfd> file;
    std::string key_name = {};  ///< of the key that will seal an OFD

    [[nodiscard]] domain::CopyFormat format() const noexcept;
    /// What the seal is asked to sign: SHA-256 of the signed ranges of a PDF (SM3 with an SM2 key),
    /// SM3 of the list that covers an OFD.
    [[nodiscard]] const crypto::Digest32& digest() const noexcept;
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

    /// Takes the validation material of PDFs from there on; before any thread presses.
    void follow(std::shared_ptr<const FreshValidation> fresh) { fresh_ = std::move(fresh); }

    /// Step 1, CPU: all faces of the copy, the PDF first, the OFD where the seal has a key for it.
    /// Uses the draft up.
    /// @error signing.seal_not_in_use  the draft names a seal this press does not have.
    [[nodiscard]] Result<std::vector<UnsignedFace>> build(Draft draft) const;

    /// Step 3, CPU: embeds what the seal desk answered, and verifies the very bytes that will be
    /// handed out.
    /// @error issuing.sealed_file_refused  the detail lists the findings' codes.
    [[nodiscard]] Result<Bytes> finish(UnsignedFace face,
                                       BytesView signature,
                                       std::string_view seal_id,
                                       Instant now) const;

    [[nodiscard]] SealProfile profile() const noexcept { return profile_; }
    [[nodiscard]] const documents::Stationery& stationery() const noexcept { return *stationery_; }

  private:
    std::shared_ptr<const documents::Stationery> stationery_;
    std::map<std::string, SealShape, std::less<>> seals_;
    std::shared_ptr<const crypto::TrustStore> trust_;
    std::shared_ptr<const FreshValidation> fresh_;  ///< none: that of the seals, as opened
    SealProfile profile_;
    documents::PdfPress pdf_;
    documents::OfdPress ofd_;
};

}  // namespace yinxin::issuing
