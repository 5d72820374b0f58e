// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/documents/face.hpp"
#include "yinxin/documents/svg.hpp"
#include "yinxin/issuing/certificate_face.hpp"
#include "yinxin/service/services.hpp"
#include "yinxin/storage/certificate_changes.hpp"
#include "yinxin/storage/certificates.hpp"
#include "yinxin/storage/checks.hpp"
#include "yinxin/storage/copies.hpp"
#include "yinxin/storage/endorsements.hpp"
#include "yinxin/storage/paper_certificates.hpp"

#include <optional>
#include <string>
#include <vector>

namespace yinxin::service {

/// One certificate as its holder may see it now, with everything that decides the next step.
struct CertificateFacts {
    storage::CertificateRecord certificate;  ///< the current version
    const domain::EndorsementPolicy* policy = nullptr;
    const domain::Issuer* issuer = nullptr;
    bool needs_endorsement = true;
    std::optional<Instant> data_checked_at;             ///< this account's tick for this version
    bool checked_before = false;                        ///< this account checked an older version
    std::vector<storage::EndorsementRow> endorsements;  ///< newest first
    std::optional<domain::PaperCertificate> paper;
    std::optional<storage::ExemptCopy> exempt_copy;

    int used = 0;                 ///< applications that weigh today
    CivilDay first_possible_day;  ///< today if one is possible now

    [[nodiscard]] bool is_valid() const noexcept {
        return certificate.status == domain::CertificateStatus::valid;
    }
    [[nodiscard]] bool quota_is_free() const noexcept { return used < policy->quota; }
    /// The application that is pending, if there is one.
    [[nodiscard]] const storage::EndorsementRow* pending() const noexcept;
    /// The newest endorsement that may be viewed and downloaded at `now`.
    [[nodiscard]] const storage::EndorsementRow* current(Instant now) const noexcept;
};

/// How one application stands at `now`.
[[nodiscard]] domain::EndorsementView view_of(const storage::EndorsementRow& row,
                                              const domain::EndorsementPolicy& policy,
                                              Instant now) noexcept;

/// Every released certificate of the persons this account is bound to.
Task<Result<std::vector<CertificateFacts>>> list_certificates(Services& services,
                                                              const Actor& actor);

/// Certificates these persons could see until their batch was recalled or stopped: that they are
/// gone for now is said, and nothing more of them shown.
Task<Result<std::vector<storage::CertificateRecord>>> list_withheld(Services& services,
                                                                    const Actor& actor);

/// @error not_found  no such certificate, another person's, or not released.
Task<Result<CertificateFacts>> load_certificate(Services& services,
                                                const Actor& actor,
                                                LineId line);

/// All versions, newest first. @error not_found
Task<Result<std::vector<storage::CertificateRecord>>> list_versions(Services& services,
                                                                    const Actor& actor,
                                                                    LineId line);

/// What the office changed, and why, newest first. @error not_found
Task<Result<std::vector<storage::CertificateChange>>> list_changes(Services& services,
                                                                   const Actor& actor,
                                                                   LineId line);

/// Records 我已核对以上信息 for the version the holder saw.
/// @error conflict  the certificate has another version by now: look again.
Task<Result<void>> confirm_data(Services& services, const Actor& actor, LineId line, int version);

/// The preview picture: no seal, no QR, 预览 · 不作证明.
Task<Result<std::string>> draw_preview(Services& services,
                                       const Actor& actor,
                                       LineId line,
                                       documents::SvgSize size);

/// Who looked at copies of this certificate, per copy, door and day. @error not_found
Task<Result<std::vector<storage::CopyChecks>>> list_checks(Services& services,
                                                           const Actor& actor,
                                                           LineId line);

/// Checks of this certificate by somebody who is known, newest first, at most 100: those whose time
/// to be shown has come. @error not_found
Task<Result<std::vector<storage::CheckRow>>> list_known_checks(Services& services,
                                                               const Actor& actor,
                                                               LineId line);

/// The current version of one line, if it is this actor's and released. For use cases about it.
/// @error not_found
Result<storage::CertificateRecord> find_own_certificate(storage::Reader& reader,
                                                        const Services& services,
                                                        const Actor& actor,
                                                        LineId line);

/// The holder's photo. @error not_found
Result<Bytes> load_photo(const Services& services, const domain::FaceData& face);
/// The same by the hexadecimal hash of its file.
Result<Bytes> load_photo(const Services& services, const std::string& photo_sha256);
/// The same, without keeping the event thread waiting.
[[nodiscard]] Task<Result<Bytes>> fetch_photo(const Services& services, std::string photo_sha256);

[[nodiscard]] issuing::Letterhead letterhead_of(const Services& services);

}  // namespace yinxin::service
