// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/service/certificate_changes.hpp"
#include "yinxin/service/certificates.hpp"
#include "yinxin/storage/certificate_changes.hpp"
#include "yinxin/storage/copy_states.hpp"
#include "yinxin/storage/persons.hpp"

#include <optional>
#include <string>
#include <vector>

/// 证书档案: what the office knows of one certificate, and how it finds it.
namespace yinxin::service {

/// What somebody of the office types to find a certificate; one of the two ways.
struct CertificateSearch {
    std::string number;  ///< 管理号, 查询编号, 证书编号, 加注件编号 or 核验码
    domain::IdDocumentType id_type = domain::IdDocumentType::resident_identity_card;
    std::string id_number;  ///< of the holder, present or former; used where `number` is empty
};
/// The present versions of what fits, of the actor's own authority; batches that are not out too.
/// Each search is audited, with how it was made and how many it found.
/// @error forbidden
/// @error invalid_input  param `field`: number  nothing was typed
/// @error certificate.number_invalid, person.id_number_*  param `field`
[[nodiscard]] Task<Result<std::vector<storage::CertificateRecord>>> search_certificates(
    Services& services, domain::StaffActor actor, CertificateSearch search);
/// The lines a number leads to, whatever kind of number it is.
Result<std::vector<storage::LineKey>> find_lines_by_number(storage::Reader& reader,
                                                           std::string_view number);
/// All certificates of a person that belong to the actor's authority, present versions.
Result<std::vector<storage::CertificateRecord>> list_in_scope(storage::Reader& reader,
                                                              const Services& services,
                                                              const domain::StaffActor& actor,
                                                              HolderId holder);

/// Why a change cannot be prepared now.
enum class ChangeBar {
    none,
    status,   ///< the present status does not allow it
    role,     ///< somebody else prepares it
    waiting,  ///< one waits already
};
struct ChangeOption {
    domain::ProposalKind kind;  ///< confirm_stop: the stop at once
    ChangeBar bar = ChangeBar::none;
    domain::ProposalId waiting{};
};

struct DossierChange {
    storage::CertificateChange change;
    std::string staff;  ///< name of who decided
};

struct CertificateDossier {
    storage::CertificateRecord present;
    storage::CertificateRecord shown;  ///< the version that was asked for
    const domain::Issuer* issuer = nullptr;
    const domain::EndorsementPolicy* policy = nullptr;
    std::vector<storage::CertificateRecord> versions;  ///< newest first
    std::vector<DossierChange> changes;                ///< newest first
    std::vector<ProposalView> proposals;               ///< newest first
    std::vector<ChangeOption> options;
    std::vector<storage::CopyStanding> copies;  ///< newest first
    std::optional<domain::PaperCertificate> paper;
    std::vector<storage::PersonNameFact> names;          ///< of the holder, current first
    std::vector<storage::PersonDocumentFact> documents;  ///< the same
    std::vector<storage::CertificateRecord> others;      ///< the holder's, of the same authority
};
/// Opening it is a look at a person, audited and kept.
/// @param version  none: the present one.
/// @error forbidden, not_found
[[nodiscard]] Task<Result<CertificateDossier>> open_dossier(Services& services,
                                                            domain::StaffActor actor,
                                                            storage::LineKey key,
                                                            std::optional<int> version);
/// The present version alone, for a form about it. @error forbidden, not_found
[[nodiscard]] Task<Result<storage::CertificateRecord>> find_present(Services& services,
                                                                    domain::StaffActor actor,
                                                                    storage::LineKey key);
/// The picture of one version without seal and QR. @error forbidden, not_found
[[nodiscard]] Task<Result<std::string>> draw_version(Services& services,
                                                     domain::StaffActor actor,
                                                     storage::LineKey key,
                                                     std::optional<int> version);

}  // namespace yinxin::service
