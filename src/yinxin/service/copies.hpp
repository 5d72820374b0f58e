// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/audit_event.hpp"
#include "yinxin/service/certificates.hpp"

#include <memory>

namespace yinxin::service {

/// One copy (加注件, or the copy of an exempt certificate) with its certificate.
struct CopyView {
    storage::CopyRow copy;
    CertificateFacts certificate;
    std::vector<storage::CopyFileRow> files;  ///< the PDF first
    /// The kind this account fetched last; the PDF if the copy has none of that kind.
    domain::CopyFormat preferred = domain::CopyFormat::pdf;
    /// May be viewed and downloaded now.
    bool is_open = false;
};

/// @error not_found  no such copy, or another person's.
Task<Result<CopyView>> load_copy(Services& services, const Actor& actor, CopyId copy);

/// The copy's page as a picture, with seal, QR and watermark, and its text.
struct CopyPicture {
    std::string svg;
    std::vector<documents::TextLine> text;
};
/// @error not_found, endorsement.expired, endorsement.withdrawn, endorsement.not_ready,
///   certificate.not_valid
Task<Result<CopyPicture>> draw_copy(Services& services, const Actor& actor, CopyId copy);

/// A sealed file ready to hand out.
struct SealedFile {
    domain::CopyFormat format = domain::CopyFormat::pdf;
    std::shared_ptr<const std::string> bytes;
    std::string name;  ///< what is inside, e.g. "一级建造师_…_有效至2027-02-20_YX….pdf"
};
/// Why a file is opened: a look inside the page leaves the remembered kind as it was.
enum class FileUse { look, keep };
/// One sealed file, if the copy is open. One audit event.
/// @error as draw_copy; not_found  the copy has no file of this kind; storage.blob_corrupt
Task<Result<SealedFile>> open_file(Services& services,
                                   const Actor& actor,
                                   CopyId copy,
                                   domain::CopyFormat format = domain::CopyFormat::pdf,
                                   FileUse use = FileUse::keep);

/// Why a copy may not be handed out now, if it may not.
/// @error endorsement.expired, endorsement.withdrawn, endorsement.not_ready, certificate.not_valid
Result<void> check_open(const storage::CopyRow& copy,
                        const storage::CertificateRecord& current,
                        Instant now);
/// Who opens a file for an organisation: somebody of it, or one of its programs.
struct FetchingActor {
    domain::ActorKind kind = domain::ActorKind::verifier;
    std::string id;  ///< of the account or the client
};
/// One sealed file for an organisation that has fetched the copy with a code; whether it may is the
/// caller's to know. One audit event.
/// @error as open_file
Task<Result<SealedFile>> open_fetched_file(Services& services,
                                           FetchingActor actor,
                                           storage::CopyKey copy,
                                           domain::CopyFormat format);

/// The copy of a certificate that needs no endorsement; reserved and queued at first call.
/// @error not_found, certificate.not_valid
Task<Result<CopyId>> ensure_exempt_copy(Services& services, const Actor& actor, LineId line);

/// A single-use link to one file for ten minutes. The token is not stored, only its hash.
struct DownloadLink {
    std::string token;
    Instant expires_at;
};
/// @error as draw_copy
Task<Result<DownloadLink>> make_download_link(Services& services,
                                              const Actor& actor,
                                              CopyId copy,
                                              domain::CopyFormat format = domain::CopyFormat::pdf);

enum class LinkKind {
    usable,
    used,  ///< the one download was made
    over,  ///< its ten minutes are over, or it never was
};
/// What a link leads to, without using it up. Names nobody, only the qualification.
struct LinkState {
    LinkKind kind = LinkKind::over;
    std::optional<Instant> expires_at;
    std::optional<domain::Bilingual> qualification;
    domain::CopyFormat format = domain::CopyFormat::pdf;
};
Task<Result<LinkState>> look_at_link(Services& services, std::string_view token);
/// Uses the link up and opens the file. Status is checked now, not when the link was made.
/// @error download.link_used  used, over, or never made; and those of draw_copy
Task<Result<SealedFile>> redeem_link(Services& services, std::string token);

}  // namespace yinxin::service
