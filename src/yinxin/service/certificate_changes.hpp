// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "yinxin/domain/certificate_change.hpp"
#include "yinxin/service/proposal_effects.hpp"
#include "yinxin/storage/certificates.hpp"

#include <optional>
#include <string>

/// 证书变更: suspension, restoration, revocation, cancellation and correction, each prepared by one
/// person and decided by another; and the stop that one person makes at once. In force at the next
/// request of every door: all of them read the row that is changed here.
namespace yinxin::service {

/// "line:<holder>-<line>", what proposals call a certificate.
[[nodiscard]] std::string object_of(storage::LineKey key);
/// @error malformed
[[nodiscard]] Result<storage::LineKey> line_of(std::string_view object);
/// The version and status a proposal was prepared from, "2:valid".
[[nodiscard]] std::string tag_of(const storage::CertificateRecord& record);
/// What lists call a certificate: qualification, specialty, name and 管理号.
[[nodiscard]] std::string title_of(const domain::FaceData& face);

/// The present version, for somebody of the office. @error not_found  none, or another authority's.
Result<storage::CertificateRecord> find_in_scope(storage::Reader& reader,
                                                 const Services& services,
                                                 const domain::StaffActor& actor,
                                                 storage::LineKey key);

/// What goes with every change, as typed.
struct ChangeWish {
    std::string reason;       ///< the holder reads it
    std::string decision_no;  ///< wanted for what cannot be undone
    std::optional<storage::Attachment> attachment;
    std::optional<Instant> effective_at;  ///< none: with the decision
};
/// Prepares a suspension, restoration, revocation or cancellation.
/// @error forbidden, not_found, certificate.may_not_become, conflict (one waits already)
/// @error office.reason_missing, office.decision_no_invalid, office.time_invalid  param `field`
[[nodiscard]] Task<Result<domain::ProposalId>> propose_change(Services& services,
                                                              domain::StaffActor actor,
                                                              storage::LineKey key,
                                                              domain::ProposalKind kind,
                                                              ChangeWish wish);

/// 紧急停用: suspends a valid certificate now, by one person, and asks a second one to look at it.
/// Restoring takes two.
/// @return what the second person confirms.
/// @error forbidden, not_found, certificate.may_not_become, office.reason_missing
[[nodiscard]] Task<Result<domain::ProposalId>> stop_certificate(Services& services,
                                                                domain::StaffActor actor,
                                                                storage::LineKey key,
                                                                std::string reason);

/// stop_certificate inside a transaction; the reason as typed.
Result<domain::ProposalId> enter_stop(storage::Transaction& transaction,
                                      const Services& services,
                                      const domain::StaffActor& actor,
                                      storage::LineKey key,
                                      std::string_view typed_reason,
                                      Instant now);

/// propose_change inside a transaction, for a version that was found in scope; for a correction,
/// whose face is checked already, as well.
/// @error as propose_change
Result<domain::ProposalId> enter_change(storage::Transaction& transaction,
                                        const Services& services,
                                        const domain::StaffActor& actor,
                                        const storage::CertificateRecord& record,
                                        domain::ProposalKind kind,
                                        const ChangeWish& wish,
                                        ProposalFacts facts,
                                        Instant now);

/// What an approved change does (proposal_effects).
/// @error proposal.outdated  the certificate has another version or status by now
/// @error certificate.may_not_become, storage.conflict (a number is taken), signing.key_unavailable
Result<void> change_certificate(storage::Transaction& transaction,
                                const Services& services,
                                const Effect& effect);

}  // namespace yinxin::service
